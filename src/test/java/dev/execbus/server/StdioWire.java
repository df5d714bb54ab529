package dev.execbus.server;

import dev.execbus.testkit.MessageWire;
import dev.execbus.testkit.RpcClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;

/** A server on standard input and output, which it takes from its own virtual machine while it starts, and its client. */
final class StdioWire implements MessageWire {
    private final TestServer server;
    private final Pipe input;
    private final Pipe output;
    private final OutputStream to;
    private final BufferedReader from;
    private final AtomicBoolean closed = new AtomicBoolean();

    private StdioWire(TestServer server, Pipe input, Pipe output) {
        this.server = server;
        this.input = input;
        this.output = output;
        this.to = Channels.newOutputStream(input.sink());
        this.from = new BufferedReader(
                new InputStreamReader(Channels.newInputStream(output.source()), StandardCharsets.UTF_8));
    }

    static StdioWire start(TestSettings settings) throws IOException {
        Pipe input = Pipe.open();
        Pipe output = Pipe.open();
        InputStream realIn = System.in;
        PrintStream realOut = System.out;
        System.setIn(Channels.newInputStream(input.source()));
        System.setOut(new PrintStream(Channels.newOutputStream(output.sink()), false, StandardCharsets.UTF_8));
        try {
            return new StdioWire(TestServer.start(settings), input, output);
        } finally {
            System.setIn(realIn);
            System.setOut(realOut);
        }
    }

    @Override
    public synchronized void send(String text) throws IOException {
        to.write((text + "\n").getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public byte[] next() throws IOException {
        String line = from.readLine();
        return line == null ? null : line.getBytes(StandardCharsets.UTF_8);
    }

    /** There is nobody to say anything. */
    @Override
    public int closeCode() {
        return 1006;
    }

    /** The end of the input; the server ends with its client. */
    @Override
    public void cut() throws IOException {
        to.close();
        RpcClient.await(server.stdioEnded());
    }

    /** Whoever reads reads to the end. */
    @Override
    public void close() throws IOException {
        if (closed.compareAndSet(false, true)) {
            cut();
            server.close();
            input.source().close();
            output.sink().close();
        }
    }
}

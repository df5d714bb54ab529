package dev.execbus.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server that is told byte for byte what to answer, with a thread for each connection. */
final class RawServer implements AutoCloseable {
    /** What is done with a connection. */
    interface Script {
        void play(Exchange exchange) throws IOException;
    }

    /** One connection. */
    record Exchange(InputStream in, OutputStream out, List<String> heads) {
        /** Reads up to the empty line. */
        String head() throws IOException {
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
                int next = in.read();
                if (next < 0) {
                    throw new IOException("the connection ended in a head");
                }
                head.write(next);
            }
            heads.add(head.toString(ISO_8859_1));
            return heads.getLast();
        }

        void write(String text) throws IOException {
            out.write(text.getBytes(ISO_8859_1));
            out.flush();
        }

        /** Whether the other side closes before it sends anything more. */
        boolean closes() throws IOException {
            return in.read() < 0;
        }
    }

    final List<String> heads = new CopyOnWriteArrayList<>();
    final List<Boolean> closed = new CopyOnWriteArrayList<>();
    private final ServerSocket server;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    RawServer(Script script) throws IOException {
        server = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
        Thread.ofPlatform().daemon().start(() -> accept(script));
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.getLocalPort() + path;
    }

    int connections() {
        return sockets.size();
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept(Script script) {
        try {
            while (true) {
                Socket socket = server.accept();
                socket.setSoTimeout(20_000);
                sockets.add(socket);
                Thread.ofPlatform().daemon().start(() -> play(script, socket));
            }
        } catch (IOException e) {
            // Closed: the test is over.
        }
    }

    private void play(Script script, Socket socket) {
        try (socket) {
            script.play(new Exchange(socket.getInputStream(), socket.getOutputStream(), heads));
        } catch (IOException e) {
            // The client went away, which some scripts wait for.
        } finally {
            closed.add(true);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

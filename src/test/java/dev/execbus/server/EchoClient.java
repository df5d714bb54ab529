package dev.execbus.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.protocol.StreamName;
import dev.execbus.testkit.RpcClient;
import dev.execbus.testkit.Start;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A session with a {@code cat}, which is asked again and again whether it is still there. Used by one thread. */
final class EchoClient implements AutoCloseable {
    private static final int AT_LEAST = 5;

    private final RpcClient client;
    private final List<Long> micros = new ArrayList<>();
    private final StringBuilder written = new StringBuilder();

    EchoClient(RpcClient client) {
        this.client = client;
        client.start(Start.of("echo", "cat").pipeStdin()).result();
    }

    /** Waits for the answer, with the client's deadline. */
    void echo() {
        String line = "line " + micros.size() + "\n";
        written.append(line);
        long begun = System.nanoTime();
        int heard = client.notifications().size();
        client.write("echo", String.valueOf(micros.size()), line.getBytes(StandardCharsets.US_ASCII));
        client.awaitNotification(frame -> frame.method().equals("process/output")
                && frame.isAbout("echo")
                && frame.params().getLong("seq") == micros.size() + 1L);
        micros.add(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - begun));
        assertThat(client.notifications()).hasSizeGreaterThan(heard);
    }

    /** Nothing has been lost; the latencies are printed only, since they are the machine's as well. */
    void checkAnswered(String neighbour) {
        echo();
        assertThat(client.transcript("echo").text(StreamName.STDOUT)).isEqualTo(written.toString());
        assertThat(micros).hasSizeGreaterThan(AT_LEAST);
        List<Long> sorted = new ArrayList<>(micros);
        Collections.sort(sorted);
        System.out.printf(
                "beside %s: %d echoes, median %d, 99th of a hundred %d, longest %d microseconds%n",
                neighbour,
                sorted.size(),
                sorted.get(sorted.size() / 2),
                sorted.get(sorted.size() * 99 / 100),
                sorted.getLast());
    }

    @Override
    public void close() {
        client.close();
    }
}

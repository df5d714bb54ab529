package dev.execbus.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.processes.ProcessSettings.SpawnerChoice;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The connection is cut again and again under full load, and not a byte is missing or doubled in either direction. */
@Timeout(120)
final class KillTest {
    private static final int ROUNDS = 100;
    private static final int SHORTEST_MILLIS = 20;
    private static final int LONGEST_MILLIS = 180;

    @Test
    void aHundredCutsLoseNothing() throws Exception {
        long seed = Long.getLong("execbus.seed", System.nanoTime());
        System.out.println("KillTest -Dexecbus.seed=" + seed);
        Random random = new Random(seed);
        try (TestServer server = TestServer.start(
                new TestSettings().spawner(SpawnerChoice.NATIVE).spillBytes(512 << 20))) {
            CutClient client = new CutClient(server.port(), seed);
            client.start("output", "exec seq 1 1000000000");
            client.start("echo", "exec cat");
            long begun = System.nanoTime();
            for (int round = 0; round < ROUNDS; round++) {
                client.workFor(SHORTEST_MILLIS + random.nextInt(LONGEST_MILLIS - SHORTEST_MILLIS));
                client.cutAndResume();
            }
            client.finish();
            double seconds = (System.nanoTime() - begun) / 1e9;
            System.out.printf(
                    "%d cuts in %.1f s: %d MB of output (%d MB of it read after cuts), %d MB written and echoed%n",
                    ROUNDS,
                    seconds,
                    client.output().length() >> 20,
                    client.readBytes() >> 20,
                    client.echo().length() >> 20);

            assertThat(client.echo().sha256()).isEqualTo(client.writtenSha256());
            assertThat(client.output().sha256())
                    .isEqualTo(printed(client.output().length()));
        }
    }

    /** Of so many bytes of numbers. */
    private static String printed(long length) {
        MessageDigest digest = Numbers.digest();
        Numbers.print(length, digest::update);
        return HexFormat.of().formatHex(digest.digest());
    }
}

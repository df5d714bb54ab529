package dev.execbus.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Four sessions work on names that another process swaps for links that lead out, and back again, for as long as
 * {@code -Dexecbus.race.seconds} says.
 */
@Timeout(600)
final class SandboxRaceTest {
    private static final int SECONDS = Integer.getInteger("execbus.race.seconds", 5);
    private static final int SWAPS_PER_SECOND = 100;
    private static final int SUCCESSES_PER_SECOND = 3;

    @RegisterExtension
    static final SandboxedServer SERVER = SandboxedServer.confining();

    @Test
    void nothingOutsideIsReadOrWrittenHoweverNamesAreSwapped() throws Exception {
        long seed = Long.getLong("execbus.seed", System.nanoTime());
        System.out.println("SandboxRaceTest -Dexecbus.seed=" + seed + " -Dexecbus.race.seconds=" + SECONDS);
        RaceGround ground = new RaceGround(SERVER);
        DiskSnapshot before = ground.untouchable();
        List<RacingClient> clients = clients(ground, seed);
        clients.forEach(RacingClient::warmUp);

        Process swapper = swapper(ground);
        List<RacingClient> done;
        long swaps;
        try (BufferedReader told = swapper.inputReader()) {
            assertThat(told.readLine()).isEqualTo("swapping");
            done = race(clients);
            swapper.outputWriter().close();
            swaps = Long.parseLong(told.readLine());
            assertThat(swapper.waitFor(10, TimeUnit.SECONDS)).isTrue();
        } finally {
            swapper.destroyForcibly();
        }
        System.out.println(swaps + " swaps");
        done.forEach(System.out::println);

        assertThat(ground.untouchable().changesSince(before)).isEmpty();
        assertThat(done.stream().flatMap(client -> client.leaks().stream())).isEmpty();
        assertThat(ground.stolen("only")).isEmpty();
        assertThat(ground.stolen("denied")).isEmpty();
        assertThat(swaps).isGreaterThan((long) SWAPS_PER_SECOND * SECONDS);
        assertThat(done.subList(0, 3))
                .allMatch(client -> client.successes() > SUCCESSES_PER_SECOND * SECONDS)
                .allMatch(client -> client.failures() > SECONDS);
    }

    /** Where all may be read, {@code .git} is swapped too, which stops most calls and starts many helpers. */
    private static List<RacingClient> clients(RaceGround ground, long seed) {
        JsonObject only = TestPolicy.workspaceOnly(ground.workspace("only")).json();
        JsonObject denied = TestPolicy.workspaceWrite(ground.workspace("denied"))
                .path(ground.ground().path("out"), "deny")
                .json();
        JsonObject write = TestPolicy.workspaceWrite(ground.workspace("write")).json();
        return List.of(
                new RacingClient(SERVER.newClient(), ground.ground(), "only", only, true, seed),
                new RacingClient(SERVER.newClient(), ground.ground(), "only", only, true, seed + 1),
                new RacingClient(SERVER.newClient(), ground.ground(), "denied", denied, true, seed + 2),
                new RacingClient(SERVER.newClient(), ground.ground(), "write", write, false, seed + 3));
    }

    private static Process swapper(RaceGround ground) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Swapper.class.getName()));
        for (String name : RaceGround.WORKSPACES) {
            command.add((name.equals("write") ? "+" : "") + ground.workspace(name));
        }
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static List<RacingClient> race(List<RacingClient> clients) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        try (ExecutorService threads = Executors.newFixedThreadPool(clients.size())) {
            List<Future<RacingClient>> racing = clients.stream()
                    .map(client -> threads.submit(() -> client.callUntil(end)))
                    .toList();
            List<RacingClient> done = new ArrayList<>();
            for (Future<RacingClient> client : racing) {
                done.add(client.get());
            }
            return done;
        }
    }
}

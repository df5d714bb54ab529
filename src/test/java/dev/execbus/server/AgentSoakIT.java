package dev.execbus.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.server.ServerMemory.Look;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * Ten agents with 64 commands each at one server of the image, for {@code execbus.soak.seconds}: 20 without it, 600 for the
 * whole. Nothing they printed is lost, every number reported finished is unknown afterwards, pruning hits what the rule
 * names and nothing else, memory is flat, nothing is left.
 */
@EnabledOnOs(OS.LINUX)
@Timeout(3_600)
final class AgentSoakIT {
    private static final int AGENTS = 10;
    private static final int SECONDS = Integer.getInteger("execbus.soak.seconds", 20);
    private static final Duration BEGIN = Duration.ofMinutes(3);
    private static final Duration ROUND = Duration.ofMinutes(3);
    /** Shorter runs say nothing about the memory of longer ones. */
    private static final int LONG_SECONDS = 120;

    private static final Duration PAUSE = Duration.ofSeconds(Math.max(2, SECONDS / 24));
    private static final long MOST_RESIDENT = 900 << 10;

    private final SoakTally tally = new SoakTally();

    @Test
    void tenAgentsKeepAllTheirCommands() throws IOException {
        Path logs = Files.createDirectories(Path.of("target", "soak").toAbsolutePath());
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), new FreePorts().next());
        try (ClusterNode server = new ClusterNode("soak", address, command(address), variables(), logs)) {
            server.start();
            server.awaitAnnounced();
            soak(server);
            List<ProcessHandle> left = children(server).toList();
            server.terminate();
            assertThat(server.awaitExit(Duration.ofSeconds(30))).isZero();
            assertThat(left).noneMatch(ProcessHandle::isAlive);
        }
    }

    private static List<String> command(InetSocketAddress address) {
        return List.of(
                Path.of("target", "execbus", "bin", "execbus").toAbsolutePath().toString(),
                "serve",
                "--listen",
                "ws://" + address.getAddress().getHostAddress() + ":" + address.getPort(),
                "--set",
                "unifiedExec.outputBytes=" + (1 << 20));
    }

    private static Map<String, String> variables() {
        return Map.of("EXECBUS_JAVA_HOME", System.getProperty("java.home"));
    }

    private void soak(ClusterNode server) {
        List<SoakAgent> agents = IntStream.range(0, AGENTS)
                .mapToObj(number -> new SoakAgent(server.address(), number, tally))
                .toList();
        try {
            await(agents.stream().map(agent -> run(agent::begin)).toList(), BEGIN);
            assertThat(children(server).count()).isGreaterThanOrEqualTo((long) AGENTS * SoakStore.MOST);
            ServerMemory memory = new ServerMemory(server.pid());
            rounds(agents, memory);
            tally.print();
            memory.print();
            assertFlat(memory.looks());
            await(agents.stream().map(agent -> run(agent::end)).toList(), ROUND);
            Waiting.until(
                    () -> "commands are left: " + children(server).count(),
                    Duration.ofSeconds(30),
                    () -> children(server).findAny().isEmpty());
        } finally {
            agents.forEach(SoakAgent::close);
        }
    }

    private void rounds(List<SoakAgent> agents, ServerMemory memory) {
        long end = System.nanoTime() + Duration.ofSeconds(SECONDS).toNanos();
        List<CompletableFuture<Void>> running = agents.stream()
                .map(agent -> run(() -> {
                    do {
                        agent.round();
                    } while (System.nanoTime() < end);
                }))
                .toList();
        CompletableFuture<Void> first = CompletableFuture.allOf(running.toArray(CompletableFuture[]::new));
        while (System.nanoTime() < end && running.stream().noneMatch(CompletableFuture::isCompletedExceptionally)) {
            Waiting.atMost(PAUSE, first::isDone);
            memory.look();
        }
        await(running, ROUND);
        assertThat(tally.rounds()).isGreaterThanOrEqualTo(AGENTS);
    }

    /** The last third of the time as the one before it; by the lowest looks, since much output may be on its way. */
    private static void assertFlat(List<Look> looks) {
        assertThat(looks).allSatisfy(look -> assertThat(look.resident()).isLessThan(MOST_RESIDENT));
        if (SECONDS >= LONG_SECONDS) {
            int third = looks.size() / 3;
            List<Look> before = looks.subList(third, 2 * third);
            List<Look> last = looks.subList(2 * third, looks.size());
            assertThat(lowest(last, Look::live)).isLessThan(lowest(before, Look::live) * 11 / 10 + (8 << 10));
            assertThat(lowest(last, Look::resident)).isLessThan(lowest(before, Look::resident) * 11 / 10 + (16 << 10));
        }
    }

    private static long lowest(List<Look> looks, ToLongFunction<Look> what) {
        return looks.stream().mapToLong(what).min().orElseThrow();
    }

    private static CompletableFuture<Void> run(Runnable work) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("agent").start(() -> {
            try {
                work.run();
                done.complete(null);
            } catch (RuntimeException | AssertionError e) {
                done.completeExceptionally(e);
            }
        });
        return done;
    }

    private static void await(List<CompletableFuture<Void>> works, Duration within) {
        works.forEach(work -> Waiting.on("an agent", work, within));
    }

    private static Stream<ProcessHandle> children(ClusterNode server) {
        return ProcessHandle.of(server.pid()).stream().flatMap(ProcessHandle::children);
    }
}

package dev.execbus.filesystem;

import static dev.execbus.filesystem.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.execbus.bus.FileService.Done;
import dev.execbus.bus.FileService.WriteFile;
import dev.execbus.bus.SessionId;
import dev.execbus.protocol.ByteChunk;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.FileMethods.OpenMode;
import dev.execbus.protocol.FileMethods.OpenParams;
import dev.execbus.protocol.FileMethods.ReadBlockResponse;
import dev.execbus.protocol.FileMethods.WriteFileParams;
import dev.execbus.protocol.SandboxEntry;
import dev.execbus.protocol.SandboxEntry.Access;
import dev.execbus.protocol.SandboxParams;
import dev.execbus.sandbox.FileConfinement.Direct;
import dev.execbus.sandbox.FileConfinement.Place;
import dev.execbus.sandbox.FileConfinement.Wrapped;
import dev.execbus.sandbox.FileIdentity;
import dev.execbus.sandbox.Inherited;
import dev.execbus.testkit.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Confined processes with nothing around them: how they come, stay and go. */
@Timeout(120)
final class ConfinedBackendsTest {
    private static final SessionId ONE = new SessionId("one");
    private static final SessionId OTHER = new SessionId("other");
    private static final SandboxParams POLICY = ConfinedSandbox.policy(0);

    private final ConfinedSandbox sandbox = new ConfinedSandbox();
    private final AtomicLong clock = new AtomicLong();
    private final LocalFiles local = new LocalFiles(FileSettings.DEFAULTS);
    private final ConfinedBackends backends = new ConfinedBackends(local, sandbox, settings(2, 3), clock::get);

    @TempDir
    private Path top;

    @AfterEach
    void nothingIsLeft() {
        backends.close();

        becomes(
                "no confined process and no thread is left",
                () -> children().isEmpty() && threads().isEmpty());
    }

    @Test
    void doesHereWhatNeedsNoEnforcement() {
        SandboxEntry root = new SandboxEntry(new SandboxEntry.Place.AbsolutePath("/"), Access.READ, false);
        SandboxParams readOnly =
                new SandboxParams(true, new SandboxParams.Files.Restricted(List.of(root), 0), false, null, List.of());
        sandbox.confine(POLICY, new Direct());

        assertThat(backends.of(ONE, SandboxParams.NONE, false)).isSameAs(local);
        assertThat(backends.of(ONE, readOnly, true)).isSameAs(local);
        assertThat(sandbox.plans()).isZero();
        assertThat(backends.of(ONE, POLICY, true)).isSameAs(local);
        assertThat(backends.of(ONE, readOnly, false)).isNotSameAs(local);
    }

    @Test
    void readsNothingHereOfWhatTheSystemSaysOfProcesses() throws IOException {
        SandboxEntry root = new SandboxEntry(new SandboxEntry.Place.AbsolutePath("/"), Access.READ, false);
        SandboxParams readOnly =
                new SandboxParams(true, new SandboxParams.Files.Restricted(List.of(root), 0), false, null, List.of());
        Path link = Files.createSymbolicLink(top.resolve("link"), Path.of("/proc/self"));
        Path file = Files.writeString(top.resolve("file"), "");

        for (String path : List.of("/proc/self/environ", "/proc/thread-self/mem", link + "/environ")) {
            assertThat(backends.toRead(ONE, readOnly, path)).isNotSameAs(local);
            assertThat(backends.toRead(ONE, SandboxParams.NONE, path)).isSameAs(local);
        }
        for (String path :
                List.of("/proc/cpuinfo", file.toString(), top.resolve("missing").toString())) {
            assertThat(backends.toRead(ONE, readOnly, path)).isSameAs(local);
            assertThat(backends.toRead(ONE, POLICY, path)).isNotSameAs(local);
        }
    }

    @Test
    void keepsOneProcessForASessionAndAConfinement() {
        write(ONE, POLICY, "a");
        Set<Long> first = children();
        write(ONE, POLICY, "b");
        write(ONE, ConfinedSandbox.policy(1), "c");

        assertThat(first).hasSize(1);
        assertThat(children()).isEqualTo(first);

        write(OTHER, POLICY, "d");

        assertThat(children()).hasSize(2);
        assertThat(sandbox.plans()).isEqualTo(4);
    }

    @Test
    void manyMayStartTheSameOneAtATime() throws Exception {
        List<CompletableFuture<Void>> calls = IntStream.range(0, 8)
                .mapToObj(i -> inBackground(() -> write(ONE, POLICY, "f" + i)))
                .toList();
        for (CompletableFuture<Void> call : calls) {
            call.get(30, TimeUnit.SECONDS);
        }

        assertThat(children()).hasSize(1);
        assertThat(top.resolve("f7")).hasContent("x");
    }

    @Test
    void anOldProcessEndsWithTheLastFileThatItHasOpen() throws IOException {
        Path file = Files.writeString(top.resolve("a"), "old");
        OpenFile open = backends.of(ONE, POLICY, true).open(open(file, OpenMode.READ));
        FileBackend early = backends.of(ONE, POLICY, false);
        Set<Long> old = children();
        sandbox.confine(POLICY, ConfinedSandbox.plain(1));
        write(ONE, POLICY, "b");

        assertThat(children()).hasSize(2);
        assertThat(open.read(0, 10)).isEqualTo(new ReadBlockResponse(ByteChunk.utf8("old"), true));
        // Chosen before, used after: it goes the new way.
        assertThat(early.run(writeCommand("c"))).isEqualTo(new Done());

        open.close();
        open.close();

        becomes("the old one is gone", () -> children().size() == 1);
        assertThat(children()).doesNotContainAnyElementsOf(old);
    }

    @Test
    void aProcessThatAnotherPolicyStillHasStays() {
        SandboxParams second = ConfinedSandbox.policy(1);
        write(ONE, POLICY, "a");
        write(ONE, second, "b");
        sandbox.confine(POLICY, ConfinedSandbox.plain(1));
        write(ONE, POLICY, "c");

        assertThat(children()).hasSize(2);

        sandbox.confine(second, ConfinedSandbox.plain(1));
        write(ONE, second, "d");

        becomes("the one without a policy is gone", () -> children().size() == 1);
    }

    @Test
    void whoeverWaitsIsToldOfTheDeathAndTheNextOneStartsAnew() throws Exception {
        write(ONE, POLICY, "a");
        long pid = children().iterator().next();
        OpenFile open = backends.of(ONE, POLICY, false).open(open(top.resolve("b"), OpenMode.REPLACE));
        signal("-STOP", pid);
        becomes("all of its threads have stopped", () -> hasStopped(pid));
        CompletableFuture<Void> inFlight = inBackground(() -> write(ONE, POLICY, "c"));
        CompletableFuture<Void> block = inBackground(() -> open.write(0, ByteChunk.utf8("x")));
        becomes("both wait", () -> callers() == 2);
        signal("-KILL", pid);

        for (CompletableFuture<Void> each : List.of(inFlight, block)) {
            assertThatThrownBy(() -> each.get(30, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOf(ExecbusException.class)
                    .hasMessage("fs sandbox helper failed: exit status 137");
        }
        assertRefused(() -> open.read(0, 1), ErrorCode.INTERNAL, "fs sandbox helper failed: exit status 137");
        open.close();

        write(ONE, POLICY, "c");

        assertThat(top.resolve("c")).hasContent("x");
        assertThat(children()).hasSize(1).doesNotContain(pid);
    }

    @Test
    void theOneUnusedForLongestMakesRoom() {
        confineByNumber(3);
        write(ONE, ConfinedSandbox.policy(1), "a");
        Set<Long> first = children();
        clock.addAndGet(1);
        write(ONE, ConfinedSandbox.policy(2), "b");
        clock.addAndGet(1);
        write(ONE, ConfinedSandbox.policy(3), "c");

        becomes("there are two", () -> children().size() == 2);
        assertThat(children()).doesNotContainAnyElementsOf(first);
    }

    @Test
    void thereIsNoRoomWhenAllAreInUse() {
        confineByNumber(4);
        OpenFile first =
                backends.of(ONE, ConfinedSandbox.policy(1), false).open(open(top.resolve("a"), OpenMode.REPLACE));
        OpenFile second =
                backends.of(ONE, ConfinedSandbox.policy(2), false).open(open(top.resolve("b"), OpenMode.REPLACE));

        assertRefused(
                () -> backends.of(ONE, ConfinedSandbox.policy(3), false),
                ErrorCode.RESOURCE_EXHAUSTED,
                "this session has as many sandboxed file processes at work as it may have (2): end some, or try again"
                        + " later");

        OpenFile third =
                backends.of(OTHER, ConfinedSandbox.policy(1), false).open(open(top.resolve("c"), OpenMode.REPLACE));

        assertRefused(
                () -> backends.of(OTHER, ConfinedSandbox.policy(2), false),
                ErrorCode.RESOURCE_EXHAUSTED,
                "this worker has as many sandboxed file processes at work as it may have (3): end some, or try again"
                        + " later");

        third.close();
        write(OTHER, ConfinedSandbox.policy(2), "d");

        first.close();
        second.close();
    }

    @Test
    void endsWhatNobodyUsesForTheTimeSet() {
        write(ONE, POLICY, "a");
        OpenFile open = backends.of(OTHER, POLICY, false).open(open(top.resolve("b"), OpenMode.REPLACE));
        clock.addAndGet(Duration.ofSeconds(60).toNanos() - 1);
        backends.cages().endIdle();

        assertThat(backends.cages().count()).isEqualTo(2);

        clock.addAndGet(1);
        backends.cages().endIdle();

        assertThat(backends.cages().count()).isEqualTo(1);
        becomes("one is gone", () -> children().size() == 1);
        open.write(0, ByteChunk.utf8("x"));
        open.close();
    }

    @Test
    void aSessionTakesItsProcessesWithIt() {
        FileBackend backend = backends.of(ONE, POLICY, false);
        OpenFile open = backend.open(open(top.resolve("a"), OpenMode.REPLACE));
        write(OTHER, POLICY, "b");
        backends.ended(ONE);

        becomes("one is gone", () -> children().size() == 1);
        assertRefused(
                () -> open.write(0, ByteChunk.utf8("x")),
                ErrorCode.INTERNAL,
                "fs sandbox helper failed: its session has ended");
        open.close();
        write(OTHER, POLICY, "c");
    }

    @Test
    void nothingStartsAnyMoreOnceItIsClosed() {
        backends.close();

        assertRefused(
                () -> backends.of(ONE, POLICY, false),
                ErrorCode.INTERNAL,
                "fs sandbox helper failed: the server is stopping");
    }

    @Test
    void plansThreeTimesWhenPlacesHaveChanged() throws IOException {
        Path there = Files.createDirectory(top.resolve("there"));
        FileIdentity real = GuardedNames.identity(there);
        FileIdentity another = new FileIdentity(real.device(), real.inode() + 1);
        sandbox.confine(POLICY, places(new Place(there.toString(), real)));
        write(ONE, POLICY, "a");
        sandbox.confine(POLICY, places(new Place(there.toString(), another)));

        assertRefused(
                () -> backends.of(ONE, POLICY, false),
                ErrorCode.INTERNAL,
                "fs sandbox helper failed: the files that its policy is about keep changing");
        assertThat(sandbox.plans()).isEqualTo(4);

        sandbox.confine(POLICY, places(new Place(top.resolve("nowhere").toString(), real)));

        assertThatThrownBy(() -> backends.of(ONE, POLICY, false)).isInstanceOf(ExecbusException.class);
    }

    @Test
    void saysWhyItCannotStart() {
        assertFails(List.of("/bin/sh", "-c", "echo one >&2; echo no luck >&2; exit 3"), "no luck");
        assertFails(List.of("/bin/sh", "-c", "exit 3"), "exit status 3");
        assertFails(
                List.of("/nonexistent/bwrap"),
                "Cannot run program \"/nonexistent/bwrap\" (in directory \"/\"): Exec failed, error: 2 (No such file or"
                        + " directory) ");
        assertFails(
                List.of("/bin/sh", "-c", "echo Hello, this is no frame; exec sleep 20"),
                "its answer makes no sense: a frame of 1214606444 bytes");
        assertThat(backends.cages().count()).isZero();
    }

    @Test
    void handsDescriptorsOn() throws IOException {
        Path first = Files.writeString(top.resolve("it's one"), "hello\n");
        Path second = Files.writeString(top.resolve("two"), "world\n");
        String script = "read a <&3; read b <&4; [ \"$a $b\" = 'hello world' ] && exec \"$@\"; echo \"$a $b\" >&2";
        sandbox.confine(
                POLICY,
                new Wrapped(
                        List.of("/bin/sh", "-c", script, "sh"),
                        List.of(new Inherited.Readable(first.toString()), new Inherited.Readable(second.toString())),
                        List.of(),
                        List.of(),
                        List.of()));

        write(ONE, POLICY, "a");

        assertThat(top.resolve("a")).hasContent("x");
    }

    private void assertFails(List<String> prefix, String reason) {
        sandbox.confine(POLICY, new Wrapped(prefix, List.of(), List.of(), List.of(), List.of()));
        assertRefused(() -> backends.of(ONE, POLICY, false), ErrorCode.INTERNAL, "fs sandbox helper failed: " + reason);
    }

    private static Wrapped places(Place place) {
        return new Wrapped(List.of(), List.of(), List.of(place), List.of(), List.of());
    }

    private void confineByNumber(int count) {
        for (int i = 1; i <= count; i++) {
            sandbox.confine(ConfinedSandbox.policy(i), ConfinedSandbox.plain(i));
        }
    }

    private void write(SessionId session, SandboxParams policy, String name) {
        assertThat(backends.of(session, policy, false).run(writeCommand(name))).isEqualTo(new Done());
    }

    private WriteFile writeCommand(String name) {
        return new WriteFile(
                null, new WriteFileParams(top.resolve(name).toString(), ByteChunk.utf8("x"), true, SandboxParams.NONE));
    }

    private static OpenParams open(Path path, OpenMode mode) {
        return new OpenParams("h", path.toString(), mode, SandboxParams.NONE);
    }

    private static FileSettings settings(int perSession, int perWorker) {
        FileSettings defaults = FileSettings.DEFAULTS;
        return new FileSettings(
                defaults.readLimitBytes(),
                defaults.inFlightBytes(),
                defaults.threads(),
                defaults.handlesPerConnection(),
                defaults.watchesPerConnection(),
                defaults.directoriesPerWatch(),
                perSession,
                perWorker,
                Duration.ofSeconds(60),
                defaults.creditTimeout());
    }

    private static void becomes(String sentence, Supplier<Boolean> condition) {
        Eventually.holds(sentence, Duration.ofSeconds(10), condition);
    }

    private static CompletableFuture<Void> inBackground(Runnable work) {
        return CompletableFuture.runAsync(
                work, command -> Thread.ofPlatform().name("caller").start(command));
    }

    /** Threads that wait for an answer. */
    private static long callers() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> thread.getKey().getName().equals("caller"))
                .filter(thread -> Stream.of(thread.getValue())
                        .anyMatch(frame -> frame.getClassName().equals(CageAnswers.class.getName())
                                && frame.getMethodName().equals("await")))
                .count();
    }

    private static Set<Long> children() {
        return ProcessHandle.current().children().map(ProcessHandle::pid).collect(Collectors.toSet());
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("cage-") && !name.equals("cage-starter"))
                .toList();
    }

    private static boolean hasStopped(long pid) {
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc/" + pid + "/task"))) {
            for (Path thread : threads) {
                if (!Files.readString(thread.resolve("stat")).contains(") T ")) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void signal(String signal, long pid) throws Exception {
        Process kill = new ProcessBuilder("kill", signal, Long.toString(pid)).start();
        assertThat(kill.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(kill.exitValue()).isZero();
    }
}

package dev.execbus.filesystem;

import static dev.execbus.filesystem.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.bus.FileService.Copy;
import dev.execbus.bus.FileService.Done;
import dev.execbus.bus.FileService.FileRead;
import dev.execbus.bus.FileService.ReadFile;
import dev.execbus.bus.FileService.WriteFile;
import dev.execbus.bus.SessionId;
import dev.execbus.protocol.ByteChunk;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.FileMethods.CopyParams;
import dev.execbus.protocol.FileMethods.OpenMode;
import dev.execbus.protocol.FileMethods.OpenParams;
import dev.execbus.protocol.FileMethods.ReadBlockResponse;
import dev.execbus.protocol.FileMethods.ReadFileParams;
import dev.execbus.protocol.FileMethods.ReadFileResponse;
import dev.execbus.protocol.FileMethods.WriteFileParams;
import dev.execbus.protocol.SandboxParams;
import dev.execbus.sandbox.FileConfinement.Restricted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class ConfinedThreadsTest {
    private static final SandboxParams POLICY = ConfinedSandbox.policy(0);

    private final ConfinedSandbox sandbox = new ConfinedSandbox();
    private final ConfinedBackends backends =
            new ConfinedBackends(new LocalFiles(FileSettings.DEFAULTS), sandbox, FileSettings.DEFAULTS);
    private final List<Thread> restricted = Collections.synchronizedList(new ArrayList<>());

    @TempDir
    private Path top;

    @BeforeEach
    void restrictThreads() {
        sandbox.confine(POLICY, new Restricted(() -> restricted.add(Thread.currentThread())));
    }

    @AfterEach
    void close() {
        backends.close();
    }

    @Test
    void doesEachCommandOnAThreadOfItsOwn() throws IOException {
        Path file = Files.writeString(top.resolve("f"), "content");
        FileBackend backend = backends.of(new SessionId("s"), POLICY, false);

        assertThat(backend.run(write(file, "new"))).isEqualTo(new Done());
        assertThat(backend.run(read(file))).isEqualTo(new FileRead(new ReadFileResponse(ByteChunk.utf8("new"))));
        assertThat(restricted).hasSize(2).doesNotContain(Thread.currentThread());
        assertThat(new HashSet<>(restricted)).hasSize(2);
        assertThat(restricted).allMatch(thread -> !thread.isVirtual() && !thread.isAlive());
    }

    @Test
    void usesAFileOutsideThatWasOpenedInside() throws IOException {
        Path file = top.resolve("f");
        FileBackend backend = backends.of(new SessionId("s"), POLICY, false);
        try (OpenFile open = backend.open(new OpenParams("h", file.toString(), OpenMode.REPLACE, SandboxParams.NONE))) {
            open.write(2, ByteChunk.utf8("x"));
        }

        assertThat(Files.readAllBytes(file)).containsExactly(0, 0, 'x');
        try (OpenFile open = backend.open(new OpenParams("h", file.toString(), OpenMode.READ, SandboxParams.NONE))) {
            assertThat(open.read(2, 5)).isEqualTo(new ReadBlockResponse(ByteChunk.utf8("x"), true));
        }
        assertThat(restricted).hasSize(2);
    }

    @Test
    void tellsFailuresAsTheyAre() {
        FileBackend backend = backends.of(new SessionId("s"), POLICY, true);

        assertRefused(() -> backend.run(read(top.resolve("missing"))), ErrorCode.NOT_FOUND, Refusals.NOT_FOUND);
    }

    @Test
    void tellsNothingOfTheServer() throws IOException {
        Path link = Files.createSymbolicLink(top.resolve("l"), Path.of("/proc/self"));
        FileBackend backend = backends.of(new SessionId("s"), POLICY, false);
        String environment = link + "/environ";
        String denied = "Permission denied (os error 13)";

        assertRefused(() -> backend.run(read(Path.of(environment))), ErrorCode.INVALID_REQUEST, denied);
        assertRefused(
                () -> backend.run(
                        new Copy(null, new CopyParams(environment, top + "/copy", false, SandboxParams.NONE))),
                ErrorCode.INVALID_REQUEST,
                denied);
        assertRefused(
                () -> backend.open(new OpenParams("h", environment, OpenMode.READ, SandboxParams.NONE)),
                ErrorCode.INVALID_REQUEST,
                denied);
        assertThat(top.resolve("copy")).doesNotExist();
        assertThat(restricted).isEmpty();
    }

    @Test
    void doesNothingWhenTheThreadCannotBeRestricted() throws IOException {
        sandbox.confine(POLICY, new Restricted(() -> {
            throw new IllegalStateException("the kernel does not want to");
        }));
        Path file = Files.writeString(top.resolve("f"), "content");
        FileBackend backend = backends.of(new SessionId("s"), POLICY, false);

        assertRefused(
                () -> backend.run(write(file, "new")),
                ErrorCode.INTERNAL,
                "fs sandbox helper failed: the kernel does not want to");
        assertThat(file).hasContent("content");
    }

    @Test
    void theRehearsalLeavesNothingBehind() throws IOException {
        ConfinedRehearsal.once();
        ConfinedRehearsal.once();

        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            assertThat(files.filter(file -> file.getFileName()
                            .toString()
                            .startsWith("execbus-rehearsal"
                                    + ProcessHandle.current().pid())))
                    .isEmpty();
        }
    }

    private static ReadFile read(Path file) {
        return new ReadFile(null, new ReadFileParams(file.toString(), true, SandboxParams.NONE));
    }

    private static WriteFile write(Path file, String text) {
        return new WriteFile(
                null, new WriteFileParams(file.toString(), ByteChunk.utf8(text), true, SandboxParams.NONE));
    }
}

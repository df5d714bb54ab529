package dev.execbus.filesystem;

import static dev.execbus.filesystem.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.execbus.bus.FileService.Command;
import dev.execbus.bus.FileService.Copy;
import dev.execbus.bus.FileService.CreateDirectory;
import dev.execbus.bus.FileService.Done;
import dev.execbus.bus.FileService.FileRead;
import dev.execbus.bus.FileService.ReadDirectory;
import dev.execbus.bus.FileService.ReadFile;
import dev.execbus.bus.FileService.Remove;
import dev.execbus.bus.FileService.Rename;
import dev.execbus.bus.FileService.WriteFile;
import dev.execbus.bus.SessionId;
import dev.execbus.protocol.ByteChunk;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.FileMethods.CopyParams;
import dev.execbus.protocol.FileMethods.CreateDirectoryParams;
import dev.execbus.protocol.FileMethods.OpenMode;
import dev.execbus.protocol.FileMethods.OpenParams;
import dev.execbus.protocol.FileMethods.ReadDirectoryParams;
import dev.execbus.protocol.FileMethods.ReadFileParams;
import dev.execbus.protocol.FileMethods.ReadFileResponse;
import dev.execbus.protocol.FileMethods.RemoveParams;
import dev.execbus.protocol.FileMethods.RenameParams;
import dev.execbus.protocol.FileMethods.WriteFileParams;
import dev.execbus.protocol.SandboxEntry;
import dev.execbus.protocol.SandboxEntry.Access;
import dev.execbus.protocol.SandboxEntry.Place;
import dev.execbus.protocol.SandboxParams;
import dev.execbus.sandbox.SandboxSettings;
import dev.execbus.sandbox.SandboxSupport;
import dev.execbus.sandbox.WorkerSandbox;
import dev.execbus.testkit.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a policy lets file operations do and what not, with the sandbox of a worker around them. */
@Timeout(180)
final class ConfinedByBubblewrapTest {
    private static final SandboxParams NONE = SandboxParams.NONE;
    private static final SessionId SESSION = new SessionId("s");
    private static final String READ_ONLY = "Read-only file system (os error 30)";
    private static final String DENIED = "Permission denied (os error 13)";
    private static final String BUSY = "Resource busy (os error 16)";

    @TempDir
    private static Path directory;

    private static WorkerSandbox sandbox;

    @TempDir
    private Path temporary;

    private Path top;
    private Path ws;
    private ConfinedBackends backends;

    @BeforeAll
    static void probe() {
        sandbox = WorkerSandbox.start(new SandboxSettings(
                SandboxSettings.Mode.BUBBLEWRAP, "bwrap", false, directory.resolve("sandbox"), List.of()));
        assumeTrue(
                sandbox.support().mechanism() == SandboxSupport.Mechanism.BUBBLEWRAP,
                () -> sandbox.support().detail());
    }

    @AfterAll
    static void closeSandbox() {
        sandbox.close();
    }

    @BeforeEach
    void makeFiles() throws IOException {
        top = temporary.toRealPath();
        ws = top.resolve("ws");
        Files.createDirectories(ws.resolve(".git"));
        Files.writeString(ws.resolve(".git/config"), "cfg");
        Files.createDirectories(ws.resolve("src/deep"));
        Files.writeString(ws.resolve("a"), "a");
        Files.createDirectory(top.resolve("out"));
        Files.writeString(top.resolve("out/s"), "secret");
        Files.createSymbolicLink(ws.resolve("lout"), Path.of("../out"));
        Files.createSymbolicLink(ws.resolve("ls"), Path.of("../out/s"));
        Files.createSymbolicLink(ws.resolve("lnew"), Path.of("../out/new"));
        backends = new ConfinedBackends(new LocalFiles(FileSettings.DEFAULTS), sandbox, FileSettings.DEFAULTS);
    }

    @AfterEach
    void nothingIsLeft() {
        backends.close();

        Eventually.holds(
                "no process is left",
                Duration.ofSeconds(10),
                () -> ProcessHandle.current().descendants().findAny().isEmpty());
        assertThat(top.resolve("out/s")).hasContent("secret");
        assertThat(top.resolve("out").toFile().list()).containsExactly("s");
    }

    @Test
    void writesInTheWorkspaceOnly() {
        SandboxParams policy = policy(root(), write(ws));

        write(policy, ws.resolve("b"));
        makeDirectory(policy, ws.resolve("x/y"));

        assertThat(ws.resolve("b")).hasContent("x");
        assertThat(ws.resolve("x/y")).isDirectory();
        for (Path outside : List.of(
                top.resolve("out/esc"),
                ws.resolve("lout/esc"),
                ws.resolve("ls"),
                ws.resolve("lnew"),
                Path.of("/proc/self/root" + top, "out/esc"),
                Path.of("/proc/1/root" + top, "out/s"),
                Path.of("/proc/self/cwd" + top, "out/esc"))) {
            assertReadOnly(() -> write(policy, outside));
            assertReadOnly(() -> open(policy, outside, OpenMode.REPLACE));
            assertReadOnly(() -> copy(policy, ws.resolve("a"), outside));
        }
        assertReadOnly(() -> makeDirectory(policy, ws.resolve("lout/esc")));
        assertReadOnly(() -> remove(policy, ws.resolve("lout/s")));
        assertReadOnly(() -> remove(policy, top.resolve("out")));
        assertReadOnly(() -> copy(policy, ws.resolve("src"), ws.resolve("lout/esc")));
        assertThatExceptionOfType(ExecbusException.class)
                .isThrownBy(() -> rename(policy, ws.resolve("a"), ws.resolve("lout/a")));
    }

    @Test
    void removesALinkAndNotItsTarget() {
        SandboxParams policy = policy(root(), write(ws));

        remove(policy, ws.resolve("ls"));
        remove(policy, ws.resolve("lout"));

        assertThat(Files.exists(ws.resolve("ls"), LinkOption.NOFOLLOW_LINKS)).isFalse();
        assertThat(Files.exists(ws.resolve("lout"), LinkOption.NOFOLLOW_LINKS)).isFalse();
    }

    @Test
    void protectsWhatProgramsTrust() {
        SandboxParams policy = policy(root(), write(ws));

        assertReadOnly(() -> write(policy, ws.resolve(".git/config")));
        assertReadOnly(() -> write(policy, ws.resolve(".git/new")));
        assertReadOnly(() -> write(policy, ws.resolve(".codex/x")));
        assertReadOnly(() -> write(policy, ws.resolve(".agents/x")));
        refuses(() -> write(policy, ws.resolve(".codex")), ErrorCode.INTERNAL, Refusals.IS_A_DIRECTORY);
        refuses(() -> makeDirectory(policy, ws.resolve(".aws")), ErrorCode.INTERNAL, Refusals.EXISTS);
        refuses(() -> remove(policy, ws.resolve(".git")), ErrorCode.INTERNAL, BUSY);
        refuses(() -> rename(policy, ws.resolve(".git"), ws.resolve("g")), ErrorCode.INTERNAL, BUSY);
        assertReadOnly(() -> rename(policy, ws.resolve("src"), ws.resolve(".codex")));
        assertReadOnly(() -> remove(policy, ws));

        assertThat(ws.resolve(".git/config")).hasContent("cfg");
        assertThat(ws.resolve("a")).exists();
        assertThat(ws.toFile().list()).doesNotContain(".codex", ".agents", ".aws");
    }

    @Test
    void givesNoOtherNameToWhatHoldsAProtectedPlace() throws IOException {
        Files.createDirectory(ws.resolve("spare"));
        SandboxParams policy = policy(root(), write(ws), entry(ws.resolve("src/deep"), Access.DENY));

        refuses(() -> rename(policy, ws.resolve("src"), ws.resolve("moved")), ErrorCode.INTERNAL, BUSY);
        refuses(() -> rename(policy, ws.resolve("spare"), ws.resolve("src")), ErrorCode.INTERNAL, BUSY);
        rename(policy, ws.resolve("spare"), ws.resolve("moved"));

        assertThat(ws.resolve("src/deep")).isDirectory();
        assertThat(ws.resolve("moved")).isDirectory();
    }

    @Test
    void tellsNothingOfTheServer() throws IOException {
        SandboxParams policy = policy(root(), write(ws));
        Files.createSymbolicLink(ws.resolve("lself"), Path.of("/proc/self"));
        byte[] environment = Files.readAllBytes(Path.of("/proc/self/environ"));
        long pid = ProcessHandle.current().pid();

        for (String path : List.of("/proc/self/environ", "/proc/thread-self/environ", ws + "/lself/environ")) {
            ReadFile command = new ReadFile(null, new ReadFileParams(path, true, NONE));
            FileRead answer = (FileRead) backends.toRead(SESSION, policy, path).run(command);

            assertThat(answer.response().dataBase64().bytes()).isNotEmpty().isNotEqualTo(environment);
        }
        String server = "/proc/" + pid + "/environ";
        refuses(
                () -> backends.toRead(SESSION, policy, server)
                        .run(new ReadFile(null, new ReadFileParams(server, true, NONE))),
                ErrorCode.NOT_FOUND,
                Refusals.NOT_FOUND);
    }

    @Test
    void servesNobodyBehindAMountThatNobodyPlanned() {
        SandboxParams policy = policy(root(), write(ws));
        AtomicBoolean strays = new AtomicBoolean(true);
        ConfinedBackends astray = new ConfinedBackends(
                new LocalFiles(FileSettings.DEFAULTS),
                new StrayBinds(sandbox, top.resolve("out"), strays),
                FileSettings.DEFAULTS);
        try (astray) {
            refuses(
                    () -> astray.of(SESSION, policy, false),
                    ErrorCode.INTERNAL,
                    "fs sandbox helper failed: the files that its policy is about keep changing");
            strays.set(false);

            assertThat(astray.of(SESSION, policy, false)).isInstanceOf(CageBackend.class);
        }
    }

    @Test
    void knowsAWholeDiskThatMayBeWritten() {
        SandboxParams policy = policy(write(Path.of("/")), entry(top.resolve("out"), Access.READ));

        write(policy, ws.resolve("b"));

        assertReadOnly(() -> write(policy, top.resolve("out/esc")));
    }

    @Test
    void letsAnEntryReopenThem() {
        write(policy(root(), write(ws), write(ws.resolve(".git"))), ws.resolve(".git/config"));

        assertThat(ws.resolve(".git/config")).hasContent("x");
    }

    @Test
    void hidesWhatIsDenied() {
        SandboxParams denied = policy(root(), entry(top.resolve("out"), Access.DENY));
        refuses(() -> read(denied, top.resolve("out/s")), ErrorCode.INVALID_REQUEST, DENIED);
        refuses(() -> read(denied, ws.resolve("ls")), ErrorCode.INVALID_REQUEST, DENIED);

        SandboxParams child =
                policy(root(), write(ws), entry(ws.resolve("src"), Access.DENY), write(ws.resolve("src/deep")));
        write(child, ws.resolve("src/deep/x"));

        assertThat(ws.resolve("src/deep/x")).hasContent("x");
    }

    @Test
    void keepsReadOnlyPartsOfWhatIsWritable() {
        SandboxParams policy = policy(root(), write(ws), entry(ws.resolve("src"), Access.READ));
        assertReadOnly(() -> write(policy, ws.resolve("src/x")));

        write(policy(root(), write(ws), entry(ws, Access.READ)), ws.resolve("y"));

        SandboxParams denied = policy(root(), write(ws), entry(ws, Access.DENY));
        assertThatExceptionOfType(ExecbusException.class).isThrownBy(() -> write(denied, ws.resolve("z")));
        assertThat(ws.resolve("y")).hasContent("x");
        assertThat(ws.resolve("z")).doesNotExist();
    }

    @Test
    void showsNothingButWhatMayBeRead() {
        SandboxParams policy = policy(new SandboxEntry(new Place.Minimal(), Access.READ, false), write(ws));

        assertThat(read(policy, ws.resolve("a"))).isEqualTo("a");
        refuses(() -> read(policy, top.resolve("out/s")), ErrorCode.NOT_FOUND, Refusals.NOT_FOUND);
        refuses(() -> read(policy, ws.resolve("ls")), ErrorCode.NOT_FOUND, Refusals.NOT_FOUND);
        refuses(() -> read(policy, Path.of("/proc/1/root" + top, "out/s")), ErrorCode.NOT_FOUND, Refusals.NOT_FOUND);
        refuses(
                () -> run(
                        policy, true, new ReadDirectory(null, new ReadDirectoryParams(path(top.resolve("out")), NONE))),
                ErrorCode.NOT_FOUND,
                Refusals.NOT_FOUND);
        assertReadOnly(() -> write(policy, top.resolve("vanishes")));
        assertReadOnly(() -> makeDirectory(policy, Path.of("/somewhere/else")));
        write(policy, ws.resolve("b"));
    }

    @Test
    void seesWhatHasComeAndGoneSince() throws IOException {
        SandboxParams policy = policy(root(), write(ws));
        write(policy, ws.resolve("b"));
        Files.createDirectory(ws.resolve(".codex"));

        assertReadOnly(() -> write(policy, ws.resolve(".codex/x")));

        OpenFile old = open(policy, ws.resolve("old"), OpenMode.REPLACE);
        Path moved = Files.move(ws, top.resolve("moved"));
        Files.createDirectory(ws);
        write(policy, ws.resolve("c"));
        old.write(0, ByteChunk.utf8("old"));
        old.close();

        assertThat(ws.resolve("c")).hasContent("x");
        assertThat(moved.resolve("old")).hasContent("old");
        assertReadOnly(() -> write(policy, moved.resolve("d")));
    }

    @Test
    void staysInsideWhileSomebodySwapsDirectoriesAndLinks() throws Exception {
        SandboxParams policy = policy(root(), write(ws));
        Path swapped = Files.createDirectory(ws.resolve("swapped"));
        Files.createSymbolicLink(ws.resolve("link"), Path.of("../out"));
        AtomicBoolean stop = new AtomicBoolean();
        Thread swapping = Thread.ofPlatform().start(() -> swap(swapped, stop));
        List<String> unexpected = new ArrayList<>();
        try {
            for (int i = 0; i < 1000; i++) {
                String name = Integer.toString(i);
                expect(unexpected, () -> write(policy, swapped.resolve("w" + name)));
                expect(unexpected, () -> makeDirectory(policy, swapped.resolve("d" + name)));
                expect(unexpected, () -> copy(policy, ws.resolve("a"), swapped.resolve("c" + name)));
                expect(unexpected, () -> remove(policy, swapped.resolve("s")));
            }
        } finally {
            stop.set(true);
            swapping.join(Duration.ofSeconds(10));
        }

        assertThat(unexpected).isEmpty();
    }

    private void swap(Path swapped, AtomicBoolean stop) {
        Path link = ws.resolve("link");
        Path spare = ws.resolve("spare");
        while (!stop.get()) {
            try {
                Files.move(swapped, spare);
                Files.move(link, swapped);
                Files.move(swapped, link);
                Files.move(spare, swapped);
            } catch (FileSystemException e) {
                // A command was quicker, and has made what was away.
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static void expect(List<String> unexpected, Runnable action) {
        try {
            action.run();
        } catch (ExecbusException e) {
            if (!e.getMessage().contains("(os error ")) {
                unexpected.add(e.getMessage());
            }
        }
    }

    private static SandboxParams policy(SandboxEntry... entries) {
        return new SandboxParams(true, new SandboxParams.Files.Restricted(List.of(entries), 0), false, null, List.of());
    }

    private static SandboxEntry root() {
        return entry(Path.of("/"), Access.READ);
    }

    private static SandboxEntry write(Path path) {
        return entry(path, Access.WRITE);
    }

    private static SandboxEntry entry(Path path, Access access) {
        return new SandboxEntry(new Place.AbsolutePath(path.toString()), access, false);
    }

    private static void assertReadOnly(Refusals.Action action) {
        refuses(action, ErrorCode.INTERNAL, READ_ONLY);
    }

    private static void refuses(Refusals.Action action, ErrorCode code, String message) {
        assertRefused(action, code, message);
    }

    private static String path(Path path) {
        return path.toString();
    }

    private Object run(SandboxParams policy, boolean readsOnly, Command command) {
        return backends.of(SESSION, policy, readsOnly).run(command);
    }

    private void change(SandboxParams policy, Command command) {
        assertThat(run(policy, false, command)).isEqualTo(new Done());
    }

    private String read(SandboxParams policy, Path file) {
        Object answer = run(policy, true, new ReadFile(null, new ReadFileParams(path(file), true, NONE)));
        ReadFileResponse response = ((FileRead) answer).response();
        return response.dataBase64().utf8();
    }

    private void write(SandboxParams policy, Path file) {
        change(policy, new WriteFile(null, new WriteFileParams(path(file), ByteChunk.utf8("x"), true, NONE)));
    }

    private OpenFile open(SandboxParams policy, Path file, OpenMode mode) {
        return backends.of(SESSION, policy, mode == OpenMode.READ).open(new OpenParams("h", path(file), mode, NONE));
    }

    private void makeDirectory(SandboxParams policy, Path made) {
        change(policy, new CreateDirectory(null, new CreateDirectoryParams(path(made), true, true, NONE)));
    }

    private void copy(SandboxParams policy, Path source, Path destination) {
        change(policy, new Copy(null, new CopyParams(path(source), path(destination), true, NONE)));
    }

    private void rename(SandboxParams policy, Path source, Path destination) {
        change(policy, new Rename(null, new RenameParams(path(source), path(destination), true, NONE)));
    }

    private void remove(SandboxParams policy, Path removed) {
        change(policy, new Remove(null, new RemoveParams(path(removed), true, true, true, NONE)));
    }
}

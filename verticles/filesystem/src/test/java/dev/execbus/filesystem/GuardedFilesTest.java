package dev.execbus.filesystem;

import static dev.execbus.filesystem.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.bus.FileService.Command;
import dev.execbus.bus.FileService.Copy;
import dev.execbus.bus.FileService.CreateDirectory;
import dev.execbus.bus.FileService.Done;
import dev.execbus.bus.FileService.Message;
import dev.execbus.bus.FileService.Remove;
import dev.execbus.bus.FileService.Rename;
import dev.execbus.bus.FileService.WriteFile;
import dev.execbus.protocol.ByteChunk;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.FileMethods.CopyParams;
import dev.execbus.protocol.FileMethods.CreateDirectoryParams;
import dev.execbus.protocol.FileMethods.OpenMode;
import dev.execbus.protocol.FileMethods.OpenParams;
import dev.execbus.protocol.FileMethods.RemoveParams;
import dev.execbus.protocol.FileMethods.RenameParams;
import dev.execbus.protocol.FileMethods.WriteFileParams;
import dev.execbus.protocol.SandboxParams;
import dev.execbus.sandbox.FileConfinement.Guarded;
import dev.execbus.sandbox.FileConfinement.Place;
import dev.execbus.sandbox.FileIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class GuardedFilesTest {
    private static final SandboxParams NONE = SandboxParams.NONE;
    private static final String READ_ONLY = "Read-only file system (os error 30)";
    private static final String BUSY = "Resource busy (os error 16)";

    @TempDir
    private Path temporary;

    private Path top;
    private GuardedNames names;
    private GuardedFiles files;

    @BeforeEach
    void guardTwoNames() throws IOException {
        top = Files.createDirectory(temporary.toRealPath().resolve("ws"));
        Files.createDirectory(top.resolve("d"));
        Files.writeString(top.resolve("f"), "content");
        FileIdentity identity = GuardedNames.identity(top);
        names = new GuardedNames(
                List.of(new Guarded(identity, ".git", true), new Guarded(identity, "secret", false)),
                List.of(new Place(top.toString(), identity)));
        files = guarded(new LocalFiles(FileSettings.DEFAULTS));
    }

    private GuardedFiles guarded(FileBackend backend) {
        return new GuardedFiles(backend, names, new GuardedMounts(List.of(top, top.resolve(".git"))));
    }

    @Test
    void refusesFilesAsAnEmptyReadOnlyDirectoryWould() {
        refuses(() -> write(".git"), Refusals.IS_A_DIRECTORY);
        refuses(() -> write(".git/config"), READ_ONLY);
        refuses(() -> open(".git"), Refusals.IS_A_DIRECTORY);
        refuses(() -> open(".git/x"), READ_ONLY);
        nothingIsThere();
    }

    @Test
    void refusesFilesAsAnEmptyReadOnlyFileWould() {
        refuses(() -> write("secret"), READ_ONLY);
        refuses(() -> write("secret/x"), Refusals.NOT_A_DIRECTORY);
        refuses(() -> open("secret"), READ_ONLY);
        refuses(() -> makeDirectory("secret", true), Refusals.EXISTS);
        refuses(() -> makeDirectory("secret/x", true), Refusals.NOT_A_DIRECTORY);
        nothingIsThere();
    }

    @Test
    void refusesDirectories() {
        refuses(() -> makeDirectory(".git", false), Refusals.EXISTS);
        refuses(() -> makeDirectory(".git", true), Refusals.EXISTS);
        refuses(() -> makeDirectory(".git/hooks", true), READ_ONLY);
        nothingIsThere();
    }

    @Test
    void refusesWhateverLinkLeadsThere() throws IOException {
        Files.createSymbolicLink(top.resolve("dangling"), Path.of(".git"));
        Files.createSymbolicLink(top.resolve("l"), Path.of("."));
        Files.createSymbolicLink(top.resolve("d/up"), Path.of(".."));

        refuses(() -> write("dangling"), Refusals.IS_A_DIRECTORY);
        refuses(() -> write("dangling/x"), READ_ONLY);
        refuses(() -> write("l/l/.git"), Refusals.IS_A_DIRECTORY);
        refuses(() -> makeDirectory("d/up/.git", false), Refusals.EXISTS);
        refuses(() -> makeDirectory("dangling/x", true), READ_ONLY);
        refuses(() -> copy("f", "dangling", false), READ_ONLY);
        refuses(() -> rename("f", "l/.git"), READ_ONLY);
        nothingIsThere();
    }

    @Test
    void refusesWhatComesFromElsewhere() throws IOException {
        Files.createSymbolicLink(top.resolve("link"), Path.of("f"));

        refuses(() -> copy("f", ".git", false), READ_ONLY);
        refuses(() -> copy("f", ".git/f", false), READ_ONLY);
        refuses(() -> copy("link", ".git", false), READ_ONLY);
        refuses(() -> copy("d", ".git", true), READ_ONLY);
        refuses(() -> copy("f", "secret/f", false), Refusals.NOT_A_DIRECTORY);
        refuses(() -> rename("d", ".git"), READ_ONLY);
        refuses(() -> rename("f", ".git/f"), READ_ONLY);
        nothingIsThere();
        assertThat(top.resolve("f")).hasContent("content");
    }

    @Test
    void refusesATreeWithSuchANameBeforeAnythingIsCopied() throws IOException {
        Path tree = Files.createDirectories(temporary.resolve("tree/a/b"))
                .getParent()
                .getParent();
        Files.createDirectory(tree.resolve(".git"));
        Files.writeString(tree.resolve("a/new"), "new");
        Files.createDirectories(top.resolve("d/other"));
        Files.createSymbolicLink(top.resolve("d/up"), Path.of(".."));
        Path deep = Files.createDirectories(temporary.resolve("deep/up/secret"));

        refuses(() -> run(new Copy(null, new CopyParams(tree.toString(), top.toString(), true, NONE))), READ_ONLY);
        refuses(
                () -> run(
                        new Copy(null, new CopyParams(temporary.resolve("deep").toString(), path("d"), true, NONE))),
                READ_ONLY);
        assertThat(top.resolve("a")).doesNotExist();

        Files.delete(deep);
        copy(tree, "d");
        copy(tree, "fresh");

        assertThat(top.resolve("d/.git")).isDirectory();
        assertThat(top.resolve("fresh/.git")).isDirectory();
        nothingIsThere();
    }

    @Test
    void refusesADanglingLinkThatATreeWouldFill() throws IOException {
        Path tree = Files.createDirectory(temporary.resolve("tree"));
        Files.writeString(tree.resolve("x"), "x");
        Files.createSymbolicLink(top.resolve("x"), Path.of("secret"));

        refuses(() -> run(new Copy(null, new CopyParams(tree.toString(), top.toString(), true, NONE))), READ_ONLY);
        nothingIsThere();
    }

    @Test
    void doesEverythingElse() throws IOException {
        write("d/.git");
        makeDirectory("d/e/secret", true);
        makeDirectory("d/e/secret/.git", false);
        refuses(() -> makeDirectory("d/e/secret/.git", false), Refusals.EXISTS);
        makeDirectory("d/e/secret/.git", true);
        rename("d/e/secret/.git", "d/e/.git");
        refuses(() -> makeDirectory("d/g/.git", false), ErrorCode.NOT_FOUND, Refusals.NOT_FOUND);
        makeDirectory("d/h/.git/hooks", true);
        write("d/h/.git/hooks/f");
        remove(top.resolve("d/h/.git"));
        remove(top.resolve("d/h/.git"));
        copy("f", "g", false);
        rename("g", "h");
        try (OpenFile file = open("o")) {
            file.write(0, ByteChunk.utf8("block"));
        }

        assertThat(top.resolve("d/.git")).hasContent("x");
        assertThat(top.resolve("d/e").toFile().list()).containsExactlyInAnyOrder("secret", ".git");
        assertThat(top.resolve("d/h")).isEmptyDirectory();
        assertThat(top.resolve("h")).hasContent("content");
        assertThat(top.resolve("o")).hasContent("block");
        nothingIsThere();
    }

    @Test
    void removesNothingOfWhatHoldsAMount() throws IOException {
        Files.createDirectory(top.resolve(".git"));
        Files.createSymbolicLink(temporary.resolve("l"), Path.of("ws"));

        refuses(() -> remove(top), BUSY);
        refuses(() -> remove(temporary.toRealPath()), BUSY);
        refuses(() -> remove(temporary.resolve("l/.git")), BUSY);
        assertThat(top.resolve("f")).exists();
        assertThat(top.resolve(".git")).exists();

        remove(temporary.resolve("l"));
        remove(top.resolve("d"));

        assertThat(temporary.resolve("l")).doesNotExist();
        assertThat(top.resolve("d")).doesNotExist();
    }

    @Test
    void givesNoOtherNameToWhatHoldsAMount() throws IOException {
        Path mounted = Files.createDirectories(top.resolve("d/in/denied"));
        Files.createSymbolicLink(top.resolve("l"), Path.of("d"));
        Path spare = Files.createDirectory(top.resolve("spare"));
        GuardedNames none = new GuardedNames(List.of(), List.of());
        for (GuardedNames some : List.of(names, none)) {
            files = new GuardedFiles(new LocalFiles(FileSettings.DEFAULTS), some, new GuardedMounts(List.of(mounted)));

            refuses(() -> rename("d", "moved"), BUSY);
            refuses(() -> rename("d/in", "moved"), BUSY);
            refuses(() -> rename("l/in", "moved"), BUSY);
            refuses(() -> rename("d/in/denied/..", "moved"), BUSY);
            refuses(() -> rename("l/in/denied", "moved"), BUSY);
            refuses(() -> rename("spare", "l/in"), BUSY);
            refuses(() -> remove(top.resolve("d/in/.")), BUSY);
            refuses(
                    () -> run(new Rename(null, new RenameParams(path("spare"), path("d"), false, NONE))),
                    Refusals.EXISTS);
            assertThat(mounted).isDirectory();

            rename("l", "link");
            rename("spare", "moved");
            rename("moved", "spare");
            rename("link", "l");
        }
        assertThat(spare).isDirectory();
    }

    @Test
    void leavesNamesAloneOnWhichAnotherProcessMayHaveItsMount() throws IOException {
        Files.createDirectory(top.resolve(".git"));
        Files.writeString(top.resolve("secret"), "");

        refuses(() -> run(new Remove(null, new RemoveParams(path(".git"), false, true, true, NONE))), BUSY);
        refuses(() -> run(new Remove(null, new RemoveParams(path("secret"), false, true, false, NONE))), BUSY);
        refuses(() -> rename(".git", "moved"), BUSY);
        refuses(() -> write(".git/x"), READ_ONLY);
        assertThat(top.resolve(".git")).isEmptyDirectory();
    }

    /** Commands do what they are told, but only after somebody has swapped a directory for a link. */
    private FileBackend swapping(String directory, String target) {
        LocalFiles local = new LocalFiles(FileSettings.DEFAULTS);
        return new FileBackend() {
            @Override
            public Message run(Command command) {
                swap();
                return local.run(command);
            }

            @Override
            public OpenFile open(OpenParams params) {
                swap();
                return local.open(params);
            }

            private void swap() {
                try {
                    Files.delete(top.resolve(directory));
                    Files.createSymbolicLink(top.resolve(directory), Path.of(target));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
    }

    @Test
    void takesBackWhatASwapHasLedToAGuardedName() throws IOException {
        files = guarded(swapping("d", "."));
        refuses(() -> write("d/secret"), READ_ONLY);

        files = guarded(swapping("d", "."));
        refuses(() -> open("d/secret"), READ_ONLY);

        files = guarded(swapping("d", "."));
        refuses(() -> copy("f", "d/.git", false), READ_ONLY);

        Files.createSymbolicLink(top.resolve("evil"), Path.of("f"));
        files = guarded(swapping("d", "."));
        refuses(() -> copy("evil", "d/.git", false), READ_ONLY);

        nothingIsThere();
    }

    @Test
    void takesBackWhatASwapHasLedIntoAnEmptyDirectoryThere() throws IOException {
        Path git = Files.createDirectory(top.resolve(".git"));
        Path evil = Files.createDirectories(top.resolve("evil/pre-commit"));

        files = guarded(swapping("d", ".git"));
        refuses(() -> write("d/HEAD"), READ_ONLY);

        files = guarded(swapping("d", ".git"));
        refuses(() -> open("d/HEAD"), READ_ONLY);

        files = guarded(swapping("d", ".git"));
        refuses(() -> copy("f", "d/config", false), READ_ONLY);

        files = guarded(swapping("d", ".git"));
        refuses(() -> makeDirectory("d/refs/heads", true), READ_ONLY);

        files = guarded(swapping("d", ".git"));
        refuses(() -> rename("evil", "d/hooks"), READ_ONLY);

        assertThat(git).isEmptyDirectory();
        assertThat(evil).isDirectory();
    }

    @Test
    void leavesAloneWhatOthersMakeThereMeanwhile() throws IOException {
        Path git = Files.createDirectory(top.resolve(".git"));
        GuardedCreation creation = GuardedCreation.begin(GuardedCreation.file(ByteChunk.utf8("x")));
        Files.createDirectory(git.resolve("refs"));
        Files.writeString(git.resolve("HEAD"), "y");

        assertThat(creation.takeBack(names.locations(), true)).isFalse();

        Files.writeString(git.resolve("new"), "x");
        Files.createFile(git.resolve("lock"));

        assertThat(new GuardedCreation(
                                System.currentTimeMillis() + 60_000, GuardedCreation.file(ByteChunk.utf8("x")), false)
                        .takeBack(names.locations(), true))
                .isFalse();
        assertThat(creation.takeBack(names.locations(), true)).isTrue();
        assertThat(git.toFile().list()).containsExactlyInAnyOrder("refs", "HEAD", "lock");
        assertThat(creation.takeBack(names.locations(), false)).isTrue();
        assertThat(git.toFile().list()).containsExactlyInAnyOrder("refs", "HEAD");
    }

    @Test
    void noSwapLeadsACommandThere() throws Exception {
        Path link = Files.createSymbolicLink(top.resolve("link"), Path.of("."));
        AtomicBoolean stop = new AtomicBoolean();
        Thread swapping = Thread.ofPlatform().start(() -> swap(top.resolve("d"), link, stop));
        Path evil = top.resolve("evil");
        try {
            for (int i = 0; i < 500; i++) {
                attempt(() -> makeDirectory("d/.git", false));
                nothingIsThere();
                Files.createDirectories(evil);
                attempt(() -> rename("evil", "d/.git"));
                nothingIsThere();
                attempt(() -> write("d/.git"));
                attempt(() -> open("d/.git").close());
                attempt(() -> copy("f", "d/.git", false));
                nothingIsThere();
                Files.createDirectory(top.resolve(".git"));
                attempt(() -> remove(top.resolve("d/.git")));
                Files.delete(top.resolve(".git"));
            }
            assertThat(swapping.isAlive()).isTrue();
        } finally {
            stop.set(true);
            swapping.join(Duration.ofSeconds(10));
        }
    }

    /** The directory is now one and now the link; it comes back in the end. */
    private static void swap(Path directory, Path link, AtomicBoolean stop) {
        Path spare = directory.resolveSibling("spare");
        while (!stop.get()) {
            try {
                Files.move(directory, spare);
                Files.move(link, directory);
                Files.move(directory, link);
                Files.move(spare, directory);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static void attempt(Runnable action) {
        try {
            action.run();
        } catch (ExecbusException e) {
            // Whatever there was in that moment.
        }
    }

    private static void refuses(Refusals.Action action, String message) {
        refuses(action, ErrorCode.INTERNAL, message);
    }

    private static void refuses(Refusals.Action action, ErrorCode code, String message) {
        assertRefused(action, code, message);
    }

    private void nothingIsThere() {
        assertThat(Files.exists(top.resolve(".git"), LinkOption.NOFOLLOW_LINKS)).isFalse();
        assertThat(Files.exists(top.resolve("secret"), LinkOption.NOFOLLOW_LINKS))
                .isFalse();
    }

    private String path(String name) {
        return top.resolve(name).toString();
    }

    private void run(Command command) {
        assertThat(files.run(command)).isEqualTo(new Done());
    }

    private void write(String name) {
        run(new WriteFile(null, new WriteFileParams(path(name), ByteChunk.utf8("x"), true, NONE)));
    }

    private OpenFile open(String name) {
        return files.open(new OpenParams("h", path(name), OpenMode.REPLACE, NONE));
    }

    private void makeDirectory(String name, boolean recursive) {
        run(new CreateDirectory(null, new CreateDirectoryParams(path(name), recursive, true, NONE)));
    }

    private void copy(String source, String destination, boolean recursive) {
        run(new Copy(null, new CopyParams(path(source), path(destination), recursive, NONE)));
    }

    private void copy(Path source, String destination) {
        run(new Copy(null, new CopyParams(source.toString(), path(destination), true, NONE)));
    }

    private void rename(String source, String destination) {
        run(new Rename(null, new RenameParams(path(source), path(destination), true, NONE)));
    }

    private void remove(Path path) {
        run(new Remove(null, new RemoveParams(path.toString(), true, true, true, NONE)));
    }
}

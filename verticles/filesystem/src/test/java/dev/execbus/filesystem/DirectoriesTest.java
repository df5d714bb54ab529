package dev.execbus.filesystem;

import static dev.execbus.filesystem.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.FileMethods.CreateDirectoryParams;
import dev.execbus.protocol.FileMethods.DirectoryEntry;
import dev.execbus.protocol.FileMethods.ReadDirectoryParams;
import dev.execbus.protocol.SandboxParams;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class DirectoriesTest {
    private final Directories directories = new Directories();

    @TempDir
    private Path top;

    @Test
    void makesMissingParentsAndIsContentWithWhatIsThere() throws IOException {
        create("a/b/c", true, true);
        create("a/b/c", true, true);
        Files.createSymbolicLink(top.resolve("l"), Path.of("a"));
        create("l", true, true);
        create("l/x", true, true);
        directories.create(new CreateDirectoryParams("/", true, true, SandboxParams.NONE));

        assertThat(top.resolve("a/b/c")).isDirectory();
        assertThat(top.resolve("a/x")).isDirectory();
    }

    @Test
    void refusesWhatIsInTheWay() throws IOException {
        Files.writeString(top.resolve("f"), "");
        Files.createSymbolicLink(top.resolve("dangling"), Path.of("nope"));

        assertRefused(() -> create("f", true, true), ErrorCode.INTERNAL, Refusals.EXISTS);
        assertRefused(() -> create("dangling", true, true), ErrorCode.INTERNAL, Refusals.EXISTS);
        assertRefused(() -> create("dangling/x", true, true), ErrorCode.INTERNAL, Refusals.EXISTS);
        assertRefused(() -> create("f/x", true, true), ErrorCode.INTERNAL, Refusals.NOT_A_DIRECTORY);
        assertRefused(() -> create("f/x/y", true, true), ErrorCode.INTERNAL, Refusals.NOT_A_DIRECTORY);
        assertThat(top.resolve("nope")).doesNotExist();
    }

    @Test
    void makesExactlyOneWhenNotRecursive() throws IOException {
        create("a", false, true);
        Files.writeString(top.resolve("f"), "");

        assertThat(top.resolve("a")).isDirectory();
        assertRefused(() -> create("a", false, true), ErrorCode.INTERNAL, Refusals.EXISTS);
        assertRefused(() -> create("f", false, true), ErrorCode.INTERNAL, Refusals.EXISTS);
        assertRefused(() -> create("q/r", false, true), ErrorCode.NOT_FOUND, Refusals.NOT_FOUND);
        assertRefused(() -> create("f/x", false, true), ErrorCode.INTERNAL, Refusals.NOT_A_DIRECTORY);
    }

    @Test
    void followsNoLinkWhenToldSo() throws IOException {
        Files.createDirectory(top.resolve("d"));
        Files.createSymbolicLink(top.resolve("l"), Path.of("d"));
        Files.writeString(top.resolve("f"), "");

        create("d/x/y", true, false);
        create("d/x/y", true, false);
        create("d/z", false, false);

        assertThat(top.resolve("d/x/y")).isDirectory();
        assertThat(top.resolve("d/z")).isDirectory();
        assertRefused(() -> create("l", true, false), ErrorCode.INTERNAL, Refusals.NOT_A_DIRECTORY);
        assertRefused(() -> create("l/n", true, false), ErrorCode.INTERNAL, Refusals.NOT_A_DIRECTORY);
        assertRefused(() -> create("l/n", false, false), ErrorCode.INTERNAL, Refusals.NOT_A_DIRECTORY);
        assertRefused(() -> create("f", true, false), ErrorCode.INTERNAL, Refusals.NOT_A_DIRECTORY);
        assertRefused(() -> create("f/n", true, false), ErrorCode.INTERNAL, Refusals.NOT_A_DIRECTORY);
        assertRefused(() -> create("d", false, false), ErrorCode.INTERNAL, Refusals.EXISTS);
        assertRefused(() -> create("q/r", false, false), ErrorCode.NOT_FOUND, Refusals.NOT_FOUND);
        assertThat(top.resolve("d/n")).doesNotExist();
    }

    @Test
    void listsTheTypesOfTargetsAndLeavesOutWhatHasNone() throws IOException {
        Files.createDirectories(top.resolve("d/sub"));
        Files.writeString(top.resolve("d/f"), "");
        Files.createSymbolicLink(top.resolve("d/lf"), Path.of("f"));
        Files.createSymbolicLink(top.resolve("d/ld"), Path.of("sub"));
        Files.createSymbolicLink(top.resolve("d/dangling"), Path.of("nope"));
        Files.createSymbolicLink(top.resolve("d/loop"), Path.of("loop"));
        Refusals.makeFifo(top.resolve("d/p").toString());

        assertThat(list("d"))
                .containsExactlyInAnyOrder(
                        new DirectoryEntry("sub", true, false),
                        new DirectoryEntry("f", false, true),
                        new DirectoryEntry("lf", false, true),
                        new DirectoryEntry("ld", true, false),
                        new DirectoryEntry("p", false, false));
    }

    @Test
    void listsNamesAsUtf8AndShowsWhatIsNot() throws IOException {
        Files.writeString(Path.of(URI.create("file://" + top + "/a%FFb")), "");
        Files.writeString(Path.of(URI.create("file://" + top + "/%C3%BC%20%3F%25")), "");
        Files.createDirectory(Path.of(URI.create("file://" + top + "/%E2%82%AC")));

        assertThat(directories
                        .read(new ReadDirectoryParams(top.toString(), SandboxParams.NONE))
                        .entries())
                .containsExactlyInAnyOrder(
                        new DirectoryEntry("a\uFFFDb", false, true),
                        new DirectoryEntry("ü ?%", false, true),
                        new DirectoryEntry("€", true, false));
    }

    @Test
    void listsDirectoriesOnly() throws IOException {
        Files.writeString(top.resolve("f"), "");
        Refusals.makeFifo(top.resolve("p").toString());
        Files.createDirectory(top.resolve("d"));
        Files.createSymbolicLink(top.resolve("l"), Path.of("d"));

        assertThat(list("l")).isEmpty();
        assertRefused(() -> list("f"), ErrorCode.INTERNAL, Refusals.NOT_A_DIRECTORY);
        assertRefused(() -> list("p"), ErrorCode.INTERNAL, Refusals.NOT_A_DIRECTORY);
        assertRefused(() -> list("f/x"), ErrorCode.INTERNAL, Refusals.NOT_A_DIRECTORY);
        assertRefused(() -> list("nope"), ErrorCode.NOT_FOUND, Refusals.NOT_FOUND);
    }

    private List<DirectoryEntry> list(String name) throws IOException {
        return directories
                .read(new ReadDirectoryParams(top + "/" + name, SandboxParams.NONE))
                .entries();
    }

    private void create(String name, boolean recursive, boolean follow) throws IOException {
        directories.create(new CreateDirectoryParams(top + "/" + name, recursive, follow, SandboxParams.NONE));
    }
}

package dev.execbus.filesystem;

import static dev.execbus.filesystem.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.FileMethods.RemoveParams;
import dev.execbus.protocol.SandboxParams;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RemovalTest {
    private final Removal removal = new Removal();

    @TempDir
    private Path top;

    @Test
    void removesATreeAndNotWhatItsLinksPointTo() throws IOException {
        Files.createDirectories(top.resolve("t/a/b"));
        Files.createDirectories(top.resolve("outside"));
        Files.writeString(top.resolve("outside/keep"), "k");
        Files.writeString(top.resolve("t/a/f"), "");
        Files.createSymbolicLink(top.resolve("t/a/b/l"), top.resolve("outside"));
        Files.createSymbolicLink(top.resolve("t/dangling"), Path.of("nope"));
        Refusals.makeFifo(top.resolve("t/p").toString());

        remove("t", true, false, true);

        assertThat(top.resolve("t")).doesNotExist();
        assertThat(top.resolve("outside/keep")).hasContent("k");
    }

    @Test
    void removesADeepAndWideTree() throws IOException {
        Path deep = Files.createDirectories(top.resolve("t/" + "d/".repeat(300)));
        for (int i = 0; i < 2000; i++) {
            Files.writeString(deep.resolve("f" + i), "");
        }

        remove("t", true, false, true);

        assertThat(top.resolve("t")).doesNotExist();
    }

    @Test
    void unlinksALinkToADirectory() throws IOException {
        Files.createDirectory(top.resolve("t"));
        Files.writeString(top.resolve("t/k"), "k");
        Files.createSymbolicLink(top.resolve("l"), Path.of("t"));

        remove("l", true, false, true);

        assertThat(Files.exists(top.resolve("l"), LinkOption.NOFOLLOW_LINKS)).isFalse();
        assertThat(top.resolve("t/k")).hasContent("k");
    }

    @Test
    void removesFilesAndEmptyDirectoriesWithoutRecursion() throws IOException {
        Files.createDirectories(top.resolve("full/x"));
        Files.createDirectory(top.resolve("empty"));
        Files.writeString(top.resolve("f"), "");

        remove("empty", false, false, true);
        remove("f", false, false, true);

        assertThat(top.resolve("empty")).doesNotExist();
        assertThat(top.resolve("f")).doesNotExist();
        assertRefused(() -> remove("full", false, true, true), ErrorCode.INTERNAL, Refusals.NOT_EMPTY);
    }

    @Test
    void forceForgivesWhatIsMissingAndNothingElse() throws IOException {
        Files.writeString(top.resolve("f"), "");

        for (boolean recursive : new boolean[] {true, false}) {
            remove("nope", recursive, true, true);
            remove("nope/x/y", recursive, true, true);
            assertRefused(() -> remove("nope", recursive, false, true), ErrorCode.NOT_FOUND, Refusals.NOT_FOUND);
            assertRefused(() -> remove("nope/x", recursive, false, true), ErrorCode.NOT_FOUND, Refusals.NOT_FOUND);
            assertRefused(() -> remove("f/x", recursive, true, true), ErrorCode.INTERNAL, Refusals.NOT_A_DIRECTORY);
        }
        remove("nope", false, true, false);
        assertRefused(() -> remove("nope", false, false, false), ErrorCode.NOT_FOUND, Refusals.NOT_FOUND);
    }

    @Test
    void followsNoLinkWhenToldSo() throws IOException {
        Files.createDirectories(top.resolve("d/sub"));
        Files.writeString(top.resolve("d/f"), "");
        Files.createSymbolicLink(top.resolve("d/l"), Path.of("f"));
        Files.createSymbolicLink(top.resolve("dl"), Path.of("d"));

        String unsupported = "recursive no-follow removal is unsupported";
        assertRefused(() -> remove("d/f", true, true, false), ErrorCode.INTERNAL, unsupported);
        assertRefused(() -> remove("nope", true, true, false), ErrorCode.INTERNAL, unsupported);
        assertRefused(() -> remove("d/l", false, true, false), ErrorCode.INVALID_REQUEST, Refusals.CONTAINS_LINK);
        assertRefused(() -> remove("dl/f", false, true, false), ErrorCode.INTERNAL, Refusals.NOT_A_DIRECTORY);
        assertRefused(() -> remove("d", false, true, false), ErrorCode.INTERNAL, Refusals.NOT_EMPTY);
        assertThat(top.resolve("d/f")).exists();

        remove("d/f", false, false, false);
        remove("d/sub", false, false, false);

        assertThat(top.resolve("d/f")).doesNotExist();
        assertThat(top.resolve("d/sub")).doesNotExist();
    }

    @Test
    void refusesTheRootDirectoryBeforeAnythingIsGone() {
        for (boolean recursive : new boolean[] {true, false}) {
            assertRefused(
                    () -> removal.remove(new RemoveParams("/", recursive, true, true, SandboxParams.NONE)),
                    ErrorCode.INTERNAL,
                    "Resource busy (os error 16)");
        }
        assertRefused(
                () -> removal.remove(new RemoveParams("/", false, true, false, SandboxParams.NONE)),
                ErrorCode.INTERNAL,
                "Resource busy (os error 16)");
    }

    @Test
    void refusesWhatHasMountPointsBeforeAnythingIsGone() throws IOException {
        for (String path : new String[] {"/proc", "/dev"}) {
            assertThat(MountPoints.isAnyIn(Path.of(path))).isTrue();
        }
        assertThat(MountPoints.isAnyIn(top.toRealPath())).isFalse();
        Assumptions.assumeTrue(Files.isWritable(Path.of("/")), "others are refused by the root directory");
        assertRefused(
                () -> removal.remove(new RemoveParams("/proc", true, true, true, SandboxParams.NONE)),
                ErrorCode.INTERNAL,
                "Resource busy (os error 16)");
    }

    @Test
    void emptiesNothingThatItCouldNotRemove() throws IOException {
        Path parent = Files.createDirectories(top.resolve("p/t")).getParent();
        Files.writeString(top.resolve("p/t/f"), "kept");
        Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("r-xr-xr-x"));
        try {
            Assumptions.assumeFalse(Files.isWritable(parent), "the administrator may write everywhere");
            assertRefused(
                    () -> remove("p/t", true, true, true),
                    ErrorCode.INVALID_REQUEST,
                    "Permission denied (os error 13)");
            assertThat(top.resolve("p/t/f")).hasContent("kept");
        } finally {
            Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    private void remove(String name, boolean recursive, boolean force, boolean follow) throws IOException {
        removal.remove(new RemoveParams(top + "/" + name, recursive, force, follow, SandboxParams.NONE));
    }
}

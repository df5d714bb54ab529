package dev.execbus.filesystem;

import static dev.execbus.filesystem.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.FileMethods.CopyParams;
import dev.execbus.protocol.SandboxParams;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class CopyingTest {
    private final Copying copying = new Copying();

    @TempDir
    private Path top;

    @Test
    void copiesContentAndPermissionsButNotTheTime() throws IOException {
        byte[] bytes = new byte[500_000];
        new Random(1).nextBytes(bytes);
        Path source = Files.write(top.resolve("f"), bytes);
        Files.setAttribute(source, "unix:mode", 04750);
        Files.setLastModifiedTime(source, FileTime.fromMillis(0));

        copy("f", "g", false);

        assertThat(top.resolve("g")).hasBinaryContent(bytes);
        // The system takes this bit from a file that anybody but the administrator writes to.
        boolean administrator = Files.getAttribute(source, "unix:uid").equals(0);
        assertThat((Integer) Files.getAttribute(top.resolve("g"), "unix:mode") & 07777)
                .isEqualTo(administrator ? 04750 : 0750);
        assertThat(Files.getLastModifiedTime(top.resolve("g")).toMillis()).isPositive();
    }

    @Test
    void copiesIntoWhatIsThereInPlace() throws IOException {
        Files.writeString(top.resolve("f"), "new");
        Path present = Files.writeString(top.resolve("g"), "something longer");
        Files.setPosixFilePermissions(present, PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.createLink(top.resolve("hard"), present);
        Files.createSymbolicLink(top.resolve("l"), Path.of("hard"));

        copy("f", "l", false);

        assertThat(present).hasContent("new");
        assertThat(top.resolve("l")).isSymbolicLink();
        assertThat(Files.getPosixFilePermissions(present)).isEqualTo(Files.getPosixFilePermissions(top.resolve("f")));
    }

    @Test
    void makesTheTargetOfADanglingLink() throws IOException {
        Files.writeString(top.resolve("f"), "x");
        Files.createSymbolicLink(top.resolve("l"), Path.of("made"));

        copy("f", "l", false);

        assertThat(top.resolve("made")).hasContent("x");
    }

    @Test
    void leavesAFileAloneThatIsItsOwnDestination() throws IOException {
        Path file = Files.writeString(top.resolve("f"), "precious");
        Files.setLastModifiedTime(file, FileTime.fromMillis(1000));
        Files.createLink(top.resolve("hard"), file);
        Files.createSymbolicLink(top.resolve("l"), Path.of("f"));

        copy("f", "f", false);
        copy("f", "hard", false);
        copy("f", "l", false);

        assertThat(file).hasContent("precious");
        assertThat(Files.getLastModifiedTime(file)).isEqualTo(FileTime.fromMillis(1000));
    }

    @Test
    void readsFilesOfUnknownSizeToTheirEnd() throws IOException {
        copying.copy(new CopyParams("/proc/self/status", top + "/status", false, SandboxParams.NONE));

        assertThat(Files.readString(top.resolve("status"))).startsWith("Name:").endsWith("\n");
    }

    @Test
    void tellsWhyItCannot() throws IOException {
        Files.writeString(top.resolve("f"), "x");
        Files.createDirectory(top.resolve("d"));
        Refusals.makeFifo(top.resolve("p").toString());

        assertRefused(() -> copy("nope", "g", true), ErrorCode.NOT_FOUND, Refusals.NOT_FOUND);
        assertRefused(() -> copy("f/x", "g", true), ErrorCode.INTERNAL, Refusals.NOT_A_DIRECTORY);
        assertRefused(() -> copy("f", "nope/g", true), ErrorCode.NOT_FOUND, Refusals.NOT_FOUND);
        assertRefused(() -> copy("f", "f/g", true), ErrorCode.INTERNAL, Refusals.NOT_A_DIRECTORY);
        assertRefused(() -> copy("f", "d", true), ErrorCode.INTERNAL, Refusals.IS_A_DIRECTORY);
        assertRefused(() -> copy("f", "p", true), ErrorCode.INTERNAL, Refusals.NO_DEVICE);
        assertRefused(
                () -> copy("p", "q", true),
                ErrorCode.INVALID_REQUEST,
                "fs/copy only supports regular files, directories, and symlinks");
        assertRefused(
                () -> copy("d", "e", false),
                ErrorCode.INVALID_REQUEST,
                "fs/copy requires recursive: true when sourcePath is a directory");
    }

    @Test
    void copiesLinksAsLinksVerbatim() throws IOException {
        Files.createSymbolicLink(top.resolve("l"), Path.of("../no/./where//x"));
        Files.writeString(top.resolve("f"), "x");

        copy("l", "m", false);

        assertThat(Files.readSymbolicLink(top.resolve("m"))).isEqualTo(Files.readSymbolicLink(top.resolve("l")));
        assertRefused(() -> copy("l", "m", false), ErrorCode.INTERNAL, Refusals.EXISTS);
        assertRefused(() -> copy("l", "f", false), ErrorCode.INTERNAL, Refusals.EXISTS);
    }

    @Test
    void copiesATreeAndMergesItIntoWhatIsThere() throws IOException {
        Files.createDirectories(top.resolve("d/n/deep"));
        Files.setPosixFilePermissions(top.resolve("d/n"), PosixFilePermissions.fromString("rwx------"));
        Files.writeString(top.resolve("d/f"), "1");
        Files.writeString(top.resolve("d/n/deep/g"), "2");
        Refusals.makeFifo(top.resolve("d/p").toString());
        Files.createDirectories(top.resolve("e/q/n"));
        Files.writeString(top.resolve("e/q/n/kept"), "3");

        copy("d", "e/q", true);
        copy("d", "new/below", true);

        assertThat(top.resolve("e/q/f")).hasContent("1");
        assertThat(top.resolve("e/q/n/deep/g")).hasContent("2");
        assertThat(top.resolve("e/q/n/kept")).hasContent("3");
        assertThat(top.resolve("e/q/p")).doesNotExist();
        assertThat(top.resolve("new/below/n/deep/g")).hasContent("2");
        assertThat(Files.getPosixFilePermissions(top.resolve("new/below/n")))
                .isEqualTo(Files.getPosixFilePermissions(top.resolve("e/q/n")));
    }

    @Test
    void copyingATreeWithLinksTwiceFails() throws IOException {
        Files.createDirectories(top.resolve("d/n"));
        Files.createSymbolicLink(top.resolve("d/l"), Path.of("n"));

        copy("d", "e", true);

        assertThat(Files.readSymbolicLink(top.resolve("e/l"))).isEqualTo(Path.of("n"));
        assertRefused(() -> copy("d", "e", true), ErrorCode.INTERNAL, Refusals.EXISTS);
    }

    @Test
    void refusesToCopyATreeIntoItself() throws IOException {
        Files.createDirectories(top.resolve("d/sub"));
        Files.createDirectory(top.resolve("dd"));
        Files.createSymbolicLink(top.resolve("l"), Path.of("d"));

        String message = "fs/copy cannot copy a directory to itself or one of its descendants";
        for (String destination : new String[] {"d", "d/x", "d/sub/x/y", "l", "l/x", "l/sub"}) {
            assertRefused(() -> copy("d", destination, true), ErrorCode.INVALID_REQUEST, message);
        }
        copy("d", "dd/x", true);
        assertThat(top.resolve("dd/x/sub")).isDirectory();
    }

    @Test
    void refusesADirectoryOverAFile() throws IOException {
        Files.createDirectory(top.resolve("d"));
        Files.writeString(top.resolve("f"), "");

        assertRefused(() -> copy("d", "f", true), ErrorCode.INTERNAL, Refusals.EXISTS);
        assertRefused(() -> copy("d", "f/x", true), ErrorCode.INTERNAL, Refusals.NOT_A_DIRECTORY);
    }

    private void copy(String source, String destination, boolean recursive) throws IOException {
        copying.copy(new CopyParams(top + "/" + source, top + "/" + destination, recursive, SandboxParams.NONE));
    }
}

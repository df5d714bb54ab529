package dev.execbus.filesystem;

import static dev.execbus.filesystem.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.FileMethods.RenameParams;
import dev.execbus.protocol.SandboxParams;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class RenamingTest {
    private final Renaming renaming = new Renaming();

    @TempDir
    private Path top;

    @Test
    void renamesFilesDirectoriesAndLinksThemselves() throws IOException {
        Files.writeString(top.resolve("f"), "x");
        Files.createDirectories(top.resolve("d/e"));
        Files.createSymbolicLink(top.resolve("l"), Path.of("f"));
        Files.createSymbolicLink(top.resolve("dangling"), Path.of("nope"));

        rename("l", "l2", false);
        rename("dangling", "dangling2", true);
        rename("f", "f2", false);
        rename("d", "d2", false);

        assertThat(top.resolve("f2")).hasContent("x");
        assertThat(top.resolve("d2/e")).isDirectory();
        assertThat(Files.readSymbolicLink(top.resolve("l2"))).isEqualTo(Path.of("f"));
        assertThat(Files.readSymbolicLink(top.resolve("dangling2"))).isEqualTo(Path.of("nope"));
        assertThat(top.toFile().list()).containsExactlyInAnyOrder("f2", "d2", "l2", "dangling2");
    }

    @Test
    void replacesNothingUnlessToldTo() throws IOException {
        Files.writeString(top.resolve("f"), "x");
        Files.writeString(top.resolve("g"), "y");
        Files.createDirectory(top.resolve("d"));
        Files.createDirectory(top.resolve("e"));
        Files.createSymbolicLink(top.resolve("dangling"), Path.of("nope"));

        assertRefused(() -> rename("f", "g", false), ErrorCode.INTERNAL, Refusals.EXISTS);
        assertRefused(() -> rename("f", "dangling", false), ErrorCode.INTERNAL, Refusals.EXISTS);
        assertRefused(() -> rename("f", "f", false), ErrorCode.INTERNAL, Refusals.EXISTS);
        assertRefused(() -> rename("d", "e", false), ErrorCode.INTERNAL, Refusals.EXISTS);
        assertThat(top.resolve("g")).hasContent("y");

        rename("f", "g", true);
        rename("d", "e", true);
        rename("g", "dangling", true);

        assertThat(top.resolve("dangling")).isRegularFile().hasContent("x");
        assertThat(top.toFile().list()).containsExactlyInAnyOrder("e", "dangling");
    }

    @Test
    void tellsWhyItCannot() throws IOException {
        Files.writeString(top.resolve("f"), "");
        Files.createDirectories(top.resolve("d/full"));
        Files.createDirectories(top.resolve("e/full"));

        for (boolean replace : new boolean[] {true, false}) {
            assertRefused(() -> rename("nope", "x", replace), ErrorCode.NOT_FOUND, Refusals.NOT_FOUND);
            assertRefused(() -> rename("f", "no/x", replace), ErrorCode.NOT_FOUND, Refusals.NOT_FOUND);
            assertRefused(() -> rename("f/x", "y", replace), ErrorCode.INTERNAL, Refusals.NOT_A_DIRECTORY);
            assertRefused(
                    () -> rename("d", "d/full/x", replace),
                    ErrorCode.INVALID_REQUEST,
                    "Invalid argument (os error 22)");
        }
        assertRefused(() -> rename("d", "e", true), ErrorCode.INTERNAL, Refusals.NOT_EMPTY);
        assertRefused(() -> rename("f", "d", true), ErrorCode.INTERNAL, Refusals.IS_A_DIRECTORY);
        assertRefused(() -> rename("d", "f", true), ErrorCode.INTERNAL, Refusals.NOT_A_DIRECTORY);
    }

    @Test
    void doesNotCopyToAnotherFileSystem() throws IOException {
        Path other = Path.of("/dev/shm");
        Assumptions.assumeTrue(
                Files.isWritable(other) && !Files.getFileStore(other).equals(Files.getFileStore(top)));
        Files.writeString(top.resolve("f"), "x");
        String destination =
                other + "/execbus-renaming-test-" + ProcessHandle.current().pid();

        for (boolean replace : new boolean[] {true, false}) {
            assertRefused(
                    () -> renaming.rename(new RenameParams(top + "/f", destination, replace, SandboxParams.NONE)),
                    ErrorCode.INTERNAL,
                    "Cross-device link (os error 18)");
        }
        assertThat(top.resolve("f")).hasContent("x");
        assertThat(Path.of(destination)).doesNotExist();
    }

    private void rename(String from, String to, boolean replace) throws IOException {
        renaming.rename(new RenameParams(top + "/" + from, top + "/" + to, replace, SandboxParams.NONE));
    }
}

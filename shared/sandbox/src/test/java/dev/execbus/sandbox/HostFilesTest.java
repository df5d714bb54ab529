package dev.execbus.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HostFilesTest {
    @TempDir
    private Path top;

    /** Whichever way it is asked: plans are compared with what the confined process finds. */
    @Test
    void theKernelSaysWhatTheLibrarySays() throws Exception {
        Files.createFile(top.resolve("file"));
        Files.createDirectory(top.resolve("directory"));
        Files.createSymbolicLink(top.resolve("link"), Path.of("directory"));
        Files.createSymbolicLink(top.resolve("dangling"), Path.of("nowhere"));
        Files.createFile(top.resolve("ü"));

        List<String> paths = List.of(
                "/",
                "/dev/null",
                "/proc/self",
                top.toString(),
                top + "/file",
                top + "/directory/",
                top + "/directory/../file",
                top + "/link",
                top + "/dangling",
                top + "/ü",
                top + "/missing",
                top + "/file/below",
                top + "/link/missing",
                "",
                "relative",
                "/a\0b",
                "/" + "n".repeat(300));
        for (String path : paths) {
            assertThat(new HostFiles().look(path)).as(path).isEqualTo(HostFiles.lookByTheLibrary(path));
        }
        assertThat(new HostFiles().look(top + "/dangling").kind()).isEqualTo(FileEntry.Kind.LINK);
        assertThat(new HostFiles().look(top + "/missing")).isNull();
    }
}

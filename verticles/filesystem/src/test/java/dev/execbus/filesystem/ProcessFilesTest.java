package dev.execbus.filesystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProcessFilesTest {
    private static final String PID = Long.toString(ProcessHandle.current().pid());

    @TempDir
    private Path top;

    @BeforeEach
    void needProcesses() {
        assumeTrue(Files.isDirectory(Path.of("/proc/self")));
    }

    @Test
    void areKnownByTheirNames() {
        for (String path : List.of(
                "/proc/self",
                "/proc/self/environ",
                "/proc/thread-self/mem",
                "/proc/" + PID + "/maps",
                "/proc/1/environ",
                "/proc/sys/../self/environ",
                "/proc/self/missing/x",
                "/dev/fd",
                "/dev/stdin")) {
            assertThat(ProcessFiles.areReachedBy(Path.of(path))).as(path).isTrue();
        }
    }

    @Test
    void areFoundBehindLinks() throws IOException {
        Files.createSymbolicLink(top.resolve("environ"), Path.of("/proc/self/environ"));
        Files.createSymbolicLink(top.resolve("proc"), Path.of("/proc"));
        Files.createSymbolicLink(top.resolve("chain"), Path.of("proc/" + PID));
        Files.createSymbolicLink(top.resolve("dangling"), Path.of("chain/missing"));
        Files.createSymbolicLink(top.resolve("root"), Path.of("/proc/self/root"));

        for (String name : List.of(
                "environ", "proc/self/mem", "chain", "chain/fd/0", "chain/missing/x", "dangling", "dangling/x")) {
            assertThat(ProcessFiles.areReachedBy(top.resolve(name))).as(name).isTrue();
        }
        assertThat(ProcessFiles.areReachedBy(top.resolve("root/etc/hostname"))).isFalse();
    }

    @Test
    void areNotEverythingElse() throws IOException {
        Files.createSymbolicLink(top.resolve("loop"), Path.of("loop"));
        Files.createSymbolicLink(top.resolve("nowhere"), Path.of("missing/x"));
        Files.writeString(top.resolve("file"), "");

        for (Path path : List.of(
                Path.of("/"),
                Path.of("/proc"),
                Path.of("/proc/cpuinfo"),
                Path.of("/proc/sys/kernel"),
                Path.of("/processes/self"),
                Path.of("/missing/proc/self"),
                top,
                top.resolve("proc/self"),
                top.resolve("loop"),
                top.resolve("nowhere"),
                top.resolve("file"),
                top.resolve("file/x"))) {
            assertThat(ProcessFiles.areReachedBy(path)).as(path.toString()).isFalse();
        }
    }
}

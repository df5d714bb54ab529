package dev.execbus.filesystem;

import static dev.execbus.filesystem.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.protocol.ByteChunk;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.FileMethods.WriteFileParams;
import dev.execbus.protocol.SandboxParams;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class AtomicWriteTest {
    private final FileWriter writer = new FileWriter();

    @TempDir
    private Path top;

    @Test
    void putsANewFileInThePlaceOfTheOldWithItsMode() throws IOException {
        for (boolean follow : new boolean[] {true, false}) {
            Path file = Files.writeString(top.resolve("f" + follow), "old");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-x--x"));
            Path hard = Files.createLink(top.resolve("hard" + follow), file);

            write("f" + follow, "new", follow);

            assertThat(file).hasContent("new");
            assertThat(hard).hasContent("old");
            assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rwxr-x--x"));
        }
        assertThat(names()).containsExactlyInAnyOrder("ftrue", "ffalse", "hardtrue", "hardfalse");
    }

    @Test
    void makesNewFilesWithTheUsualMode() throws IOException {
        writer.write(new WriteFileParams(top + "/usual", ByteChunk.utf8("x"), true, SandboxParams.NONE));

        write("f", "x", true);
        write("g", "x", false);

        for (String name : List.of("f", "g")) {
            assertThat(top.resolve(name)).hasContent("x");
            assertThat(Files.getPosixFilePermissions(top.resolve(name)))
                    .isEqualTo(Files.getPosixFilePermissions(top.resolve("usual")));
        }
    }

    @Test
    void keepsOwnerAndGroupWhereItMay() throws IOException {
        Path file = Files.writeString(top.resolve("f"), "old");
        Assumptions.assumeTrue(
                Files.getAttribute(file, "unix:uid").equals(0), "only the administrator gives files away");
        Files.setAttribute(file, "unix:uid", 1234);
        Files.setAttribute(file, "unix:gid", 4321);

        write("f", "new", true);

        assertThat(file).hasContent("new");
        assertThat(Files.readAttributes(file, "unix:uid,gid").values()).containsExactlyInAnyOrder(1234, 4321);
    }

    @Test
    void replacesWhatLinksLeadTo() throws IOException {
        Files.createDirectory(top.resolve("d"));
        Files.writeString(top.resolve("d/f"), "old");
        Files.createSymbolicLink(top.resolve("l1"), Path.of("l2"));
        Files.createSymbolicLink(top.resolve("l2"), Path.of("d/f"));
        Files.createSymbolicLink(top.resolve("dangling"), Path.of("d/made"));

        write("l1", "new", true);
        write("dangling", "x", true);

        assertThat(top.resolve("d/f")).isRegularFile().hasContent("new");
        assertThat(top.resolve("d/made")).hasContent("x");
        assertThat(top.resolve("l1")).isSymbolicLink();
        assertThat(top.resolve("l2")).isSymbolicLink();
        assertThat(top.resolve("dangling")).isSymbolicLink();
        assertRefused(() -> write("l1", "x", false), ErrorCode.INTERNAL, Refusals.LINK_LOOP);
    }

    @Test
    void leavesNothingBehindWhenItFails() throws IOException {
        Files.createDirectory(top.resolve("d"));
        Files.createSymbolicLink(top.resolve("loop"), Path.of("loop"));
        Refusals.makeFifo(top.resolve("p").toString());

        for (boolean follow : new boolean[] {true, false}) {
            assertRefused(() -> write("d", "x", follow), ErrorCode.INTERNAL, Refusals.IS_A_DIRECTORY);
            assertRefused(() -> write("no/x", "x", follow), ErrorCode.NOT_FOUND, Refusals.NOT_FOUND);
            assertRefused(() -> write("loop", "x", follow), ErrorCode.INTERNAL, Refusals.LINK_LOOP);
            assertRefused(() -> write("p", "x", follow), ErrorCode.INTERNAL, Refusals.NO_DEVICE);
            assertRefused(() -> write("x".repeat(256), "x", follow), ErrorCode.INTERNAL, Refusals.NAME_TOO_LONG);
            assertRefused(
                    () -> writer.write(new WriteFileParams(
                            "/dev/null", ByteChunk.utf8("x"), follow, SandboxParams.NONE, true, null)),
                    ErrorCode.INVALID_REQUEST,
                    "path `/dev/null` is not a regular file: only such files are replaced atomically");
        }
        assertThat(names()).containsExactlyInAnyOrder("d", "loop", "p");
    }

    private List<String> names() throws IOException {
        try (Stream<Path> all = Files.list(top)) {
            return all.map(each -> each.getFileName().toString()).toList();
        }
    }

    private void write(String name, String content, boolean follow) throws IOException {
        writer.write(
                new WriteFileParams(top + "/" + name, ByteChunk.utf8(content), follow, SandboxParams.NONE, true, null));
    }
}

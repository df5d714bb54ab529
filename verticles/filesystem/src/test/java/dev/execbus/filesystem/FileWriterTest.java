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
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class FileWriterTest {
    private final FileWriter writer = new FileWriter();

    @TempDir
    private Path top;

    @Test
    void writesInPlaceAndKeepsInodeModeAndLinks() throws IOException {
        Path file = Files.writeString(top.resolve("f"), "a longer text");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-x---"));
        Files.createLink(top.resolve("hard"), file);

        write("f", "new", true);

        assertThat(top.resolve("hard")).hasContent("new");
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rwxr-x---"));
    }

    @Test
    void writesManySlices() throws IOException {
        byte[] bytes = new byte[1_000_001];
        new Random(1).nextBytes(bytes);

        writer.write(new WriteFileParams(top + "/f", ByteChunk.of(bytes), true, SandboxParams.NONE));
        writer.write(new WriteFileParams(top + "/g", ByteChunk.of(bytes), false, SandboxParams.NONE));

        assertThat(top.resolve("f")).hasBinaryContent(bytes);
        assertThat(top.resolve("g")).hasBinaryContent(bytes);
    }

    @Test
    void followsLinksAndMakesTheTargetOfADanglingOne() throws IOException {
        Files.writeString(top.resolve("f"), "old");
        Files.createSymbolicLink(top.resolve("l"), Path.of("f"));
        Files.createSymbolicLink(top.resolve("dangling"), Path.of("made"));

        write("l", "new", true);
        write("dangling", "x", true);

        assertThat(top.resolve("f")).hasContent("new");
        assertThat(top.resolve("l")).isSymbolicLink();
        assertThat(top.resolve("made")).hasContent("x");
    }

    @Test
    void followsNoLinkWhenToldSo() throws IOException {
        Files.createDirectory(top.resolve("d"));
        Files.writeString(top.resolve("f"), "old");
        Files.createSymbolicLink(top.resolve("l"), Path.of("f"));
        Files.createSymbolicLink(top.resolve("dl"), Path.of("d"));
        Files.createSymbolicLink(top.resolve("dangling"), Path.of("made"));

        write("d/x", "N", false);
        write("d/x", "M", false);

        assertThat(top.resolve("d/x")).hasContent("M");
        assertRefused(() -> write("l", "N", false), ErrorCode.INTERNAL, Refusals.LINK_LOOP);
        assertRefused(() -> write("dangling", "N", false), ErrorCode.INTERNAL, Refusals.LINK_LOOP);
        assertRefused(() -> write("dl/y", "N", false), ErrorCode.INTERNAL, Refusals.NOT_A_DIRECTORY);
        assertThat(top.resolve("f")).hasContent("old");
        assertThat(top.resolve("made")).doesNotExist();
        assertThat(top.resolve("d/y")).doesNotExist();
    }

    @Test
    void tellsWhyItCannot() throws IOException {
        Files.createDirectory(top.resolve("d"));
        Files.writeString(top.resolve("f"), "");
        Files.createSymbolicLink(top.resolve("loop"), Path.of("loop"));

        for (boolean follow : new boolean[] {true, false}) {
            assertRefused(() -> write("d", "", follow), ErrorCode.INTERNAL, Refusals.IS_A_DIRECTORY);
            assertRefused(() -> write("no/x", "", follow), ErrorCode.NOT_FOUND, Refusals.NOT_FOUND);
            assertRefused(() -> write("f/x", "", follow), ErrorCode.INTERNAL, Refusals.NOT_A_DIRECTORY);
            assertRefused(() -> write("loop", "", follow), ErrorCode.INTERNAL, Refusals.LINK_LOOP);
            assertRefused(
                    () -> writer.write(new WriteFileParams("/", ByteChunk.EMPTY, follow, SandboxParams.NONE)),
                    ErrorCode.INTERNAL,
                    Refusals.IS_A_DIRECTORY);
        }
    }

    @Test
    void neverWaitsForTheReaderOfAFifo() throws IOException {
        Refusals.makeFifo(top.resolve("p").toString());
        Files.createSymbolicLink(top.resolve("l"), Path.of("p"));

        assertRefused(() -> write("p", "x", true), ErrorCode.INTERNAL, Refusals.NO_DEVICE);
        assertRefused(() -> write("l", "x", true), ErrorCode.INTERNAL, Refusals.NO_DEVICE);
        assertRefused(() -> write("p", "x", false), ErrorCode.INTERNAL, Refusals.NO_DEVICE);
    }

    @Test
    void writesToDevices() throws IOException {
        writer.write(new WriteFileParams("/dev/null", ByteChunk.utf8("x"), true, SandboxParams.NONE));

        assertRefused(
                () -> writer.write(new WriteFileParams("/dev/full", ByteChunk.utf8("x"), true, SandboxParams.NONE)),
                ErrorCode.INTERNAL,
                "No space left on device (os error 28)");
    }

    private void write(String name, String content, boolean follow) throws IOException {
        writer.write(new WriteFileParams(top + "/" + name, ByteChunk.utf8(content), follow, SandboxParams.NONE));
    }
}

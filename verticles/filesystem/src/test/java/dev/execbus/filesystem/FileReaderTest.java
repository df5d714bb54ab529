package dev.execbus.filesystem;

import static dev.execbus.filesystem.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.protocol.ByteChunk;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.FileMethods.ReadFileParams;
import dev.execbus.protocol.FileMethods.WriteFileParams;
import dev.execbus.protocol.SandboxParams;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class FileReaderTest {
    private final FileReader reader = new FileReader(FileSettings.DEFAULTS);

    @TempDir
    private Path top;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 131_072, 131_073, 1_000_000})
    void readsTheWholeFile(int size) throws IOException {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        Files.write(top.resolve("f"), bytes);

        assertThat(read("f", true)).isEqualTo(ByteChunk.of(bytes));
        assertThat(read("f", false)).isEqualTo(ByteChunk.of(bytes));
    }

    @Test
    void followsLinksUnlessToldNotTo() throws IOException {
        Files.createDirectory(top.resolve("d"));
        Files.writeString(top.resolve("d/f"), "x");
        Files.createSymbolicLink(top.resolve("l"), Path.of("d/f"));
        Files.createSymbolicLink(top.resolve("dl"), Path.of("d"));

        assertThat(read("l", true)).isEqualTo(ByteChunk.utf8("x"));
        assertThat(read("dl/f", true)).isEqualTo(ByteChunk.utf8("x"));
        assertThat(read("d/f", false)).isEqualTo(ByteChunk.utf8("x"));
        assertRefused(() -> read("l", false), ErrorCode.INTERNAL, Refusals.LINK_LOOP);
        assertRefused(() -> read("dl/f", false), ErrorCode.INTERNAL, Refusals.NOT_A_DIRECTORY);
    }

    @Test
    void tellsWhatIsMissing() throws IOException {
        Files.createSymbolicLink(top.resolve("dangling"), Path.of("nope"));

        for (boolean follow : new boolean[] {true, false}) {
            assertRefused(() -> read("nope", follow), ErrorCode.NOT_FOUND, Refusals.NOT_FOUND);
            assertRefused(() -> read("nope/x", follow), ErrorCode.NOT_FOUND, Refusals.NOT_FOUND);
        }
        assertRefused(() -> read("dangling", true), ErrorCode.NOT_FOUND, Refusals.NOT_FOUND);
    }

    @Test
    void tellsPathsThatLeadNowhere() throws IOException {
        Files.writeString(top.resolve("f"), "");
        Files.createSymbolicLink(top.resolve("a"), Path.of("b"));
        Files.createSymbolicLink(top.resolve("b"), Path.of("a"));

        for (boolean follow : new boolean[] {true, false}) {
            assertRefused(() -> read("f/x", follow), ErrorCode.INTERNAL, Refusals.NOT_A_DIRECTORY);
            assertRefused(() -> read("f/x/y", follow), ErrorCode.INTERNAL, Refusals.NOT_A_DIRECTORY);
            assertRefused(() -> read("x".repeat(300), follow), ErrorCode.INTERNAL, Refusals.NAME_TOO_LONG);
            assertRefused(() -> read("a", follow), ErrorCode.INTERNAL, Refusals.LINK_LOOP);
        }
    }

    @Test
    void refusesWhatIsNoRegularFileWithoutOpeningIt() throws IOException {
        Files.createDirectory(top.resolve("d"));
        Refusals.makeFifo(top.resolve("p").toString());

        for (String name : new String[] {"d", "p"}) {
            String notAFile = "path `" + top + "/" + name + "` is not a file";
            assertRefused(() -> read(name, true), ErrorCode.INVALID_REQUEST, notAFile);
            assertRefused(() -> read(name, false), ErrorCode.INVALID_REQUEST, "path is not a regular file");
        }
        assertRefused(
                () -> reader.read(new ReadFileParams("/dev/null", true, SandboxParams.NONE)),
                ErrorCode.INVALID_REQUEST,
                "path `/dev/null` is not a file");
        assertRefused(
                () -> reader.read(new ReadFileParams("/", false, SandboxParams.NONE)),
                ErrorCode.INVALID_REQUEST,
                "path is not a regular file");
    }

    @Test
    void refusesASocket() throws IOException {
        Path path = Files.createTempDirectory("s").resolve("s");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(path));

            for (boolean follow : new boolean[] {true, false}) {
                assertRefused(
                        () -> reader.read(new ReadFileParams(path.toString(), follow, SandboxParams.NONE)),
                        ErrorCode.INTERNAL,
                        Refusals.NO_DEVICE);
            }
        } finally {
            Files.delete(path);
            Files.delete(path.getParent());
        }
    }

    @Test
    void refusesByTheSizeBeforeReading() throws IOException {
        try (RandomAccessFile big = new RandomAccessFile(top.resolve("big").toFile(), "rw")) {
            big.setLength((512L << 20) + 1);
        }

        String message = "file is too large to read: limit is 536870912 bytes";
        assertRefused(() -> read("big", true), ErrorCode.INVALID_REQUEST, message);
        assertRefused(() -> read("big", false), ErrorCode.INVALID_REQUEST, message);
    }

    @Test
    void readsFilesOfUnknownSizeToTheirEnd() throws IOException {
        ReadFileParams status = new ReadFileParams("/proc/self/status", true, SandboxParams.NONE);
        String own = "/proc/" + ProcessHandle.current().pid() + "/mountinfo";
        ReadFileParams mounts = new ReadFileParams(own, false, SandboxParams.NONE);

        assertThat(reader.read(status).dataBase64().utf8()).startsWith("Name:").endsWith("\n");
        assertThat(reader.read(mounts).dataBase64()).isNotEqualTo(ByteChunk.EMPTY);
    }

    @Test
    void refusesWhatFindsNoRoomAndGivesTheRoomBack() throws IOException {
        FileReader small = new FileReader(Settings.reading(1000, 10));
        Files.writeString(top.resolve("ten"), "0123456789");
        Files.writeString(top.resolve("eleven"), "0123456789a");
        ReadFileParams eleven = new ReadFileParams(top + "/eleven", true, SandboxParams.NONE);
        ReadFileParams ten = new ReadFileParams(top + "/ten", true, SandboxParams.NONE);

        for (int i = 0; i < 3; i++) {
            assertRefused(
                    () -> small.read(eleven),
                    ErrorCode.RESOURCE_EXHAUSTED,
                    "no room to read 11 bytes at once: the limit of this worker for all reads together is 10 bytes");
            assertThat(small.read(ten).dataBase64()).isEqualTo(ByteChunk.utf8("0123456789"));
        }
    }

    @Test
    void boundsFilesOfUnknownSizeToo() {
        FileReader small = new FileReader(Settings.reading(10, 1000));

        assertRefused(
                () -> small.read(new ReadFileParams("/proc/self/status", true, SandboxParams.NONE)),
                ErrorCode.INVALID_REQUEST,
                "file is too large to read: limit is 10 bytes");
    }

    @Test
    void readsNamesBeyondAscii() throws IOException {
        new FileWriter().write(new WriteFileParams(top + "/ü ?%😀", ByteChunk.utf8("x"), true, SandboxParams.NONE));

        assertThat(read("ü ?%😀", true)).isEqualTo(ByteChunk.utf8("x"));
    }

    private ByteChunk read(String name, boolean follow) throws IOException {
        return reader.read(new ReadFileParams(top + "/" + name, follow, SandboxParams.NONE))
                .dataBase64();
    }
}

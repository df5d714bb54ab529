package dev.execbus.filesystem;

import static dev.execbus.filesystem.FileRoom.attachment;
import static dev.execbus.filesystem.FileRoom.done;
import static dev.execbus.filesystem.Refusals.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.bus.Attachment;
import dev.execbus.bus.AttachmentListener.Attached;
import dev.execbus.bus.AttachmentListener.Detached;
import dev.execbus.bus.FileService;
import dev.execbus.bus.FileService.BlockRead;
import dev.execbus.bus.FileService.Done;
import dev.execbus.bus.FileService.Opened;
import dev.execbus.protocol.ByteChunk;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.FileMethods.CloseParams;
import dev.execbus.protocol.FileMethods.OpenMode;
import dev.execbus.protocol.FileMethods.OpenParams;
import dev.execbus.protocol.FileMethods.OpenResponse;
import dev.execbus.protocol.FileMethods.ReadBlockParams;
import dev.execbus.protocol.FileMethods.ReadBlockResponse;
import dev.execbus.protocol.FileMethods.WriteBlockParams;
import dev.execbus.protocol.SandboxParams;
import dev.execbus.sandbox.FileConfinement;
import dev.execbus.testkit.Eventually;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
@ExtendWith(VertxExtension.class)
class HandlesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int MIB = 1 << 20;
    private static final String BAD_DESCRIPTOR = "Bad file descriptor (os error 9)";

    private FileRoom room;
    private FileService files;
    private Attachment from = attachment(1);

    @TempDir
    private Path top;

    @BeforeEach
    void deploy(Vertx vertx) throws Exception {
        room = new FileRoom(vertx, FileSettings.DEFAULTS, new FileConfinement.Direct());
        files = room.files;
        Files.writeString(top.resolve("f"), "hello");
    }

    @Test
    void readsByPositionAndTellsTheEnd() throws Exception {
        assertThat(done(open("a", "f"))).isEqualTo(new Opened(new OpenResponse("a")));

        assertThat(done(read("a", 1, 3))).isEqualTo(block("ell", false));
        assertThat(done(read("a", 2, 3))).isEqualTo(block("llo", false));
        assertThat(done(read("a", 3, 3))).isEqualTo(block("lo", true));
        assertThat(done(read("a", 5, 1))).isEqualTo(block("", true));
        assertThat(done(read("a", 1L << 40, 1))).isEqualTo(block("", true));
        assertThat(done(close("a"))).isEqualTo(new Done());
        assertFails(read("a", 0, 1), ErrorCode.NOT_FOUND, "unknown file handle `a`");
        assertThat(done(close("a"))).isEqualTo(new Done());
    }

    @Test
    void writesByPositionAndLeavesHoles() throws Exception {
        done(open("w", "f", OpenMode.REPLACE));
        assertThat(top.resolve("f")).isEmptyFile();

        done(write("w", 3, "d"));
        done(write("w", 0, "ab"));

        assertThat(top.resolve("f")).hasBinaryContent(new byte[] {'a', 'b', 0, 'd'});
    }

    @Test
    void checksInOrder() throws Exception {
        String tooLong = "é".repeat(16) + "x";
        String longId = "file handle ID must not exceed 32 bytes";
        String length = "file read block length must be between 1 and 1048576";
        assertFails(open(tooLong, "nope"), ErrorCode.INVALID_REQUEST, longId);
        assertFails(read(tooLong, 0, 0), ErrorCode.INVALID_REQUEST, longId);
        assertFails(write(tooLong, 0, ""), ErrorCode.INVALID_REQUEST, longId);
        assertFails(close(tooLong), ErrorCode.INVALID_REQUEST, longId);
        assertFails(read("a", 0, 0), ErrorCode.INVALID_REQUEST, length);
        assertFails(read("a", 0, MIB + 1), ErrorCode.INVALID_REQUEST, length);
        assertFails(
                write("a", 0, ""), ErrorCode.INVALID_REQUEST, "file write block length must be between 1 and 1048576");
        assertFails(
                write("a", Long.MAX_VALUE, "x"),
                ErrorCode.INVALID_REQUEST,
                "file write range exceeds the signed 64-bit file offset limit");
        assertFails(read("a", 0, 1), ErrorCode.NOT_FOUND, "unknown file handle `a`");

        done(open("a", "f"));
        assertFails(open("a", "nope"), ErrorCode.INVALID_REQUEST, "file handle `a` already exists");
        assertFails(open("b", "nope"), ErrorCode.NOT_FOUND, Refusals.NOT_FOUND);
        done(open("b", "f"));
        done(open("", "f"));
        done(open("é".repeat(16), "f"));
    }

    @Test
    void boundsTheHandlesOfAConnection() throws Exception {
        String tooMany = "at most 128 file handles may be open per connection";
        List<Future<Opened>> opened = new ArrayList<>();
        for (int i = 0; i < 128; i++) {
            opened.add(open("n" + i, "f"));
        }
        assertFails(open("over", "nope"), ErrorCode.INVALID_REQUEST, tooMany);
        done(Future.all(opened));
        assertFails(open("n0", "f"), ErrorCode.INVALID_REQUEST, "file handle `n0` already exists");

        Future<Done> closed = close("n0");
        Future<Opened> over = open("over", "f");

        done(closed);
        done(over);
        assertFails(open("more", "f"), ErrorCode.INVALID_REQUEST, tooMany);
    }

    @Test
    void keepsTheOrderOfWhatIsAskedOfOneHandle() throws Exception {
        for (int i = 0; i < 200; i++) {
            Future<Opened> first = open("a", "f");
            Future<BlockRead> read = read("a", 0, 5);
            Future<Done> closed = close("a");
            Future<BlockRead> late = read("a", 0, 5);
            Future<Opened> second = open("a", "f");
            Future<Done> last = close("a");

            done(first);
            assertThat(done(read)).isEqualTo(block("hello", false));
            done(closed);
            assertFails(late, ErrorCode.NOT_FOUND, "unknown file handle `a`");
            done(second);
            done(last);
        }
    }

    @Test
    void refusesTheWrongDirection() throws Exception {
        done(open("r", "f"));
        done(open("w", "g", OpenMode.REPLACE));

        assertFails(write("r", 0, "x"), ErrorCode.INTERNAL, BAD_DESCRIPTOR);
        assertThat(done(read("r", 0, 5))).isEqualTo(block("hello", false));
        assertFails(read("w", 0, 1), ErrorCode.INTERNAL, BAD_DESCRIPTOR);
    }

    @Test
    void closesTheHandleWhoseReadFails() throws Exception {
        done(open("a", "f"));

        Future<BlockRead> failed = read("a", Long.MAX_VALUE, 1);
        Future<BlockRead> next = read("a", 0, 1);

        assertFails(failed, ErrorCode.INVALID_REQUEST, "Invalid argument (os error 22)");
        assertFails(next, ErrorCode.NOT_FOUND, "unknown file handle `a`");
        done(open("a", "f"));
    }

    @Test
    void opensOnlyWhatIsAFile() throws Exception {
        Files.createDirectory(top.resolve("d"));
        Refusals.makeFifo(top.resolve("p").toString());

        assertFails(open("a", "d"), ErrorCode.INVALID_REQUEST, "path `" + top + "/d` is not a file");
        assertFails(open("a", "p"), ErrorCode.INVALID_REQUEST, "path `" + top + "/p` is not a file");
        assertFails(open("a", "d", OpenMode.REPLACE), ErrorCode.INTERNAL, Refusals.IS_A_DIRECTORY);
        assertFails(open("a", "p", OpenMode.REPLACE), ErrorCode.INTERNAL, Refusals.NO_DEVICE);
        assertFails(
                files.open(new FileService.Open(
                        from, new OpenParams("a", "/dev/null", OpenMode.REPLACE, SandboxParams.NONE))),
                ErrorCode.INVALID_REQUEST,
                "path `/dev/null` is not a file");
    }

    @Test
    void closesWhatAConnectionHasOpenWhenItIsGone() throws Exception {
        done(open("a", "f"));
        Future<Opened> underWay = open("b", "f");
        room.tell(new Attached(attachment(2)));
        Eventually.holds("the file is closed", PATIENCE, () -> descriptorsOf("f") == 0);
        assertThat(underWay.toCompletionStage().toCompletableFuture()).succeedsWithin(PATIENCE);

        from = attachment(2);
        assertFails(read("a", 0, 1), ErrorCode.NOT_FOUND, "unknown file handle `a`");
        done(open("a", "f"));
        assertThat(descriptorsOf("f")).isOne();
        room.tell(new Detached(from.session(), 2));
        Eventually.holds("the file is closed", PATIENCE, () -> descriptorsOf("f") == 0);
    }

    @Test
    void closesEverythingAtTheEnd(Vertx vertx) throws Exception {
        done(open("a", "f"));

        done(vertx.undeploy(room.deployment));

        assertThat(descriptorsOf("f")).isZero();
    }

    @Test
    void readsALargeFileByPipelinedBlocks() throws Exception {
        byte[] bytes = new byte[16 * MIB + 5];
        new Random(1).nextBytes(bytes);
        Files.write(top.resolve("large"), bytes);
        done(open("a", "large"));

        List<Future<BlockRead>> blocks = new ArrayList<>();
        for (long at = 0; at < bytes.length; at += MIB) {
            blocks.add(read("a", at, MIB));
        }

        int at = 0;
        for (Future<BlockRead> each : blocks) {
            byte[] block = done(each).response().chunk().bytes();
            assertThat(block).isEqualTo(Arrays.copyOfRange(bytes, at, at + block.length));
            at += block.length;
        }
        assertThat(at).isEqualTo(bytes.length);
    }

    private long descriptorsOf(String name) {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            Path file = top.resolve(name).toRealPath();
            return all.filter(each -> leadsTo(each, file)).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean leadsTo(Path descriptor, Path file) {
        try {
            return Files.readSymbolicLink(descriptor).equals(file);
        } catch (IOException e) {
            return false;
        }
    }

    private Future<Opened> open(String id, String name) {
        return open(id, name, OpenMode.READ);
    }

    private Future<Opened> open(String id, String name, OpenMode mode) {
        return files.open(new FileService.Open(from, new OpenParams(id, top + "/" + name, mode, SandboxParams.NONE)));
    }

    private Future<BlockRead> read(String id, long offset, long length) {
        return files.readBlock(new FileService.ReadBlock(from, new ReadBlockParams(id, offset, length)));
    }

    private Future<Done> write(String id, long offset, String text) {
        return files.writeBlock(
                new FileService.WriteBlock(from, new WriteBlockParams(id, offset, ByteChunk.utf8(text))));
    }

    private Future<Done> close(String id) {
        return files.close(new FileService.Close(from, new CloseParams(id)));
    }

    private static BlockRead block(String text, boolean eof) {
        return new BlockRead(new ReadBlockResponse(ByteChunk.utf8(text), eof));
    }
}

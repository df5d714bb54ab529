package dev.execbus.filesystem;

import static dev.execbus.filesystem.FileRoom.attachment;
import static dev.execbus.filesystem.FileRoom.done;
import static dev.execbus.filesystem.Refusals.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.bus.Attachment;
import dev.execbus.bus.AttachmentListener.Attached;
import dev.execbus.bus.AttachmentListener.Detached;
import dev.execbus.bus.AttachmentListener.Ended;
import dev.execbus.bus.FileService;
import dev.execbus.bus.GatewayService.Deliver;
import dev.execbus.protocol.ByteChunk;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.FileMethods.CanonicalizeParams;
import dev.execbus.protocol.FileMethods.CopyParams;
import dev.execbus.protocol.FileMethods.CreateDirectoryParams;
import dev.execbus.protocol.FileMethods.DirectoryEntry;
import dev.execbus.protocol.FileMethods.GetMetadataParams;
import dev.execbus.protocol.FileMethods.OpenMode;
import dev.execbus.protocol.FileMethods.OpenParams;
import dev.execbus.protocol.FileMethods.ReadDirectoryParams;
import dev.execbus.protocol.FileMethods.ReadFileParams;
import dev.execbus.protocol.FileMethods.RemoveParams;
import dev.execbus.protocol.FileMethods.RenameParams;
import dev.execbus.protocol.FileMethods.WalkEntry;
import dev.execbus.protocol.FileMethods.WalkOptions;
import dev.execbus.protocol.FileMethods.WalkParams;
import dev.execbus.protocol.FileMethods.WalkResponse;
import dev.execbus.protocol.FileMethods.WatchParams;
import dev.execbus.protocol.FileMethods.WriteFileParams;
import dev.execbus.protocol.SandboxEntry;
import dev.execbus.protocol.SandboxEntry.Access;
import dev.execbus.protocol.SandboxEntry.Place;
import dev.execbus.protocol.SandboxParams;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
@ExtendWith(VertxExtension.class)
class FileVerticleTest {
    private static final SandboxParams READ_ONLY = restricted("/");
    private static final SandboxParams RESTRICTED = restricted("/usr");

    private final Attachment from = attachment(1);
    private FileRoom room;
    private FileService files;

    @TempDir
    private Path top;

    @BeforeEach
    void deploy(Vertx vertx) throws Exception {
        room = new FileRoom(vertx, FileSettings.DEFAULTS, null);
        files = room.files;
    }

    @Test
    void answersEveryCommandThatNamesPaths() throws Exception {
        String directory = top.toRealPath() + "/d";
        String file = directory + "/f";
        SandboxParams none = SandboxParams.NONE;

        done(files.createDirectory(
                new FileService.CreateDirectory(from, new CreateDirectoryParams(directory, true, true, none))));
        done(files.writeFile(
                new FileService.WriteFile(from, new WriteFileParams(file, ByteChunk.utf8("x"), true, none))));
        done(files.copy(new FileService.Copy(from, new CopyParams(file, directory + "/h", false, none))));
        done(files.rename(
                new FileService.Rename(from, new RenameParams(directory + "/h", directory + "/g", false, none))));
        done(files.remove(new FileService.Remove(from, new RemoveParams(file, false, false, true, none))));

        assertThat(done(read(from, directory + "/g", none)).response().dataBase64())
                .isEqualTo(ByteChunk.utf8("x"));
        assertThat(done(files.getMetadata(
                                new FileService.GetMetadata(from, new GetMetadataParams(directory, true, none))))
                        .response()
                        .isDirectory())
                .isTrue();
        assertThat(done(files.canonicalize(
                                new FileService.Canonicalize(from, new CanonicalizeParams(directory + "/g", none))))
                        .response()
                        .path())
                .isEqualTo("file://" + directory + "/g");
        assertThat(done(files.readDirectory(
                                new FileService.ReadDirectory(from, new ReadDirectoryParams(directory, none))))
                        .response()
                        .entries())
                .containsExactly(new DirectoryEntry("g", false, true));
        assertThat(done(files.walk(new FileService.Walk(
                                from, new WalkParams(directory, new WalkOptions(0, 1, 9, false, false), none))))
                        .response())
                .isEqualTo(new WalkResponse(
                        List.of(new WalkEntry("file://" + directory + "/g", WalkEntry.FILE)), List.of(), false));
    }

    @Test
    void tellsFailuresByCodeAndSentence() {
        assertFails(
                read(from, top + "/nope", SandboxParams.NONE),
                ErrorCode.NOT_FOUND,
                "No such file or directory (os error 2)");
    }

    @Test
    void refusesAConnectionThatNoLongerSpeaks() throws Exception {
        String stale = "the connection no longer speaks for this session";
        String path = Files.writeString(top.resolve("f"), "x").toString();
        room.tell(new Attached(attachment(2)));

        assertFails(read(from, path, SandboxParams.NONE), ErrorCode.STALE_ATTACHMENT, stale);
        assertThat(done(read(attachment(2), path, SandboxParams.NONE))
                        .response()
                        .dataBase64())
                .isEqualTo(ByteChunk.utf8("x"));

        room.tell(new Detached(from.session(), 1));
        assertThat(done(read(attachment(2), path, SandboxParams.NONE))).isNotNull();

        room.tell(new Detached(from.session(), 2));
        assertFails(read(attachment(2), path, SandboxParams.NONE), ErrorCode.STALE_ATTACHMENT, stale);

        room.tell(new Attached(attachment(3)));
        room.tell(new Ended(from.session()));
        assertFails(read(attachment(3), path, SandboxParams.NONE), ErrorCode.STALE_ATTACHMENT, stale);
    }

    @Test
    void doesNothingUnderAPolicyThatCannotBeEnforced() throws Exception {
        String path = Files.writeString(top.resolve("f"), "x").toString();

        assertThat(done(read(from, path, READ_ONLY)).response().dataBase64()).isEqualTo(ByteChunk.utf8("x"));
        assertFails(read(from, path, RESTRICTED), ErrorCode.INTERNAL, FixedSandbox.REFUSAL);
        assertFails(
                files.writeFile(new FileService.WriteFile(
                        from, new WriteFileParams(path, ByteChunk.utf8("y"), true, READ_ONLY))),
                ErrorCode.INTERNAL,
                FixedSandbox.REFUSAL);
        assertFails(
                files.remove(new FileService.Remove(from, new RemoveParams(path, true, true, true, READ_ONLY))),
                ErrorCode.INTERNAL,
                FixedSandbox.REFUSAL);
        assertThat(top.resolve("f")).hasContent("x");
    }

    @Test
    void readsNothingDirectlyOfProcessesUnderAPolicyThatRestrictsAnything() throws Exception {
        String environment = "/proc/self/environ";
        String link = Files.createSymbolicLink(top.resolve("link"), Path.of(environment))
                .toString();

        for (String path : List.of(environment, "/proc/thread-self/mem", link)) {
            assertFails(read(from, path, READ_ONLY), ErrorCode.INTERNAL, FixedSandbox.REFUSAL);
            assertFails(
                    files.open(new FileService.Open(from, new OpenParams("h", path, OpenMode.READ, READ_ONLY))),
                    ErrorCode.INTERNAL,
                    FixedSandbox.REFUSAL);
        }
        assertThat(done(read(from, environment, SandboxParams.NONE)).response().dataBase64())
                .isEqualTo(ByteChunk.of(Files.readAllBytes(Path.of(environment))));
    }

    @Test
    void watchesNothingUnderAPolicyThatRestrictsReading() {
        assertFails(
                files.watch(new FileService.Watch(from, new WatchParams("w", top.toString(), false, RESTRICTED))),
                ErrorCode.UNSUPPORTED,
                "fs/watch is refused under a policy that restricts reading: files are watched outside the sandbox");
    }

    @Test
    void aClientThatMayHaveMissedAChangeIsCalledBack() throws Exception {
        done(files.watch(new FileService.Watch(from, new WatchParams("w", top.toString(), false, SandboxParams.NONE))));
        Files.writeString(top.resolve("new"), "x");
        room.next()
                .credit()
                .fail(new ExecbusException(ErrorCode.WORKER_UNAVAILABLE, "the answer was lost between two nodes"));
        assertThat(room.next().what()).isEqualTo(Deliver.recall(from));
    }

    private Future<FileService.FileRead> read(Attachment attachment, String path, SandboxParams sandbox) {
        return files.readFile(new FileService.ReadFile(attachment, new ReadFileParams(path, true, sandbox)));
    }

    private static SandboxParams restricted(String readable) {
        SandboxEntry entry = new SandboxEntry(new Place.AbsolutePath(readable), Access.READ, false);
        return new SandboxParams(true, new SandboxParams.Files.Restricted(List.of(entry), 0), false, null, List.of());
    }
}

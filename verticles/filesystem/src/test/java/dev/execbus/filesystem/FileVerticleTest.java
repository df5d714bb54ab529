package dev.execbus.filesystem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.bus.Attachment;
import dev.execbus.bus.AttachmentListener;
import dev.execbus.bus.AttachmentListener.Attached;
import dev.execbus.bus.AttachmentListener.Detached;
import dev.execbus.bus.AttachmentListener.Ended;
import dev.execbus.bus.AttachmentListener.Room;
import dev.execbus.bus.Bus;
import dev.execbus.bus.ConnectionId;
import dev.execbus.bus.FileService;
import dev.execbus.bus.NodeName;
import dev.execbus.bus.SessionId;
import dev.execbus.protocol.ByteChunk;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.FileMethods.CanonicalizeParams;
import dev.execbus.protocol.FileMethods.CopyParams;
import dev.execbus.protocol.FileMethods.CreateDirectoryParams;
import dev.execbus.protocol.FileMethods.DirectoryEntry;
import dev.execbus.protocol.FileMethods.GetMetadataParams;
import dev.execbus.protocol.FileMethods.ReadDirectoryParams;
import dev.execbus.protocol.FileMethods.ReadFileParams;
import dev.execbus.protocol.FileMethods.RemoveParams;
import dev.execbus.protocol.FileMethods.WriteFileParams;
import dev.execbus.protocol.SandboxParams;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
@ExtendWith(VertxExtension.class)
class FileVerticleTest {
    private static final NodeName WORKER = new NodeName("w1");
    private static final SandboxParams READ_ONLY = new SandboxParams(true, true, false, false);
    private static final SandboxParams RESTRICTED = new SandboxParams(true, false, false, false);

    private final Attachment from = attachment(1);
    private FileService files;
    private AttachmentListener attachments;

    @TempDir
    private Path top;

    @BeforeEach
    void deploy(Vertx vertx) throws Exception {
        Bus bus = Bus.install(vertx);
        done(vertx.deployVerticle(new FileVerticle(bus, WORKER, FileSettings.DEFAULTS)));
        files = FileService.on(bus, WORKER);
        attachments = AttachmentListener.on(bus, Room.FILES, WORKER);
        done(attachments.changed(new Attached(from)));
    }

    @Test
    void answersEveryCommand() throws Exception {
        String directory = top.toRealPath() + "/d";
        String file = directory + "/f";
        SandboxParams none = SandboxParams.NONE;

        done(files.createDirectory(
                new FileService.CreateDirectory(from, new CreateDirectoryParams(directory, true, true, none))));
        done(files.writeFile(
                new FileService.WriteFile(from, new WriteFileParams(file, ByteChunk.utf8("x"), true, none))));
        done(files.copy(new FileService.Copy(from, new CopyParams(file, directory + "/g", false, none))));
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
        done(attachments.changed(new Attached(attachment(2))));

        assertFails(read(from, path, SandboxParams.NONE), ErrorCode.STALE_ATTACHMENT, stale);
        assertThat(done(read(attachment(2), path, SandboxParams.NONE))
                        .response()
                        .dataBase64())
                .isEqualTo(ByteChunk.utf8("x"));

        done(attachments.changed(new Detached(from.session(), 1)));
        assertThat(done(read(attachment(2), path, SandboxParams.NONE))).isNotNull();

        done(attachments.changed(new Detached(from.session(), 2)));
        assertFails(read(attachment(2), path, SandboxParams.NONE), ErrorCode.STALE_ATTACHMENT, stale);

        done(attachments.changed(new Attached(attachment(3))));
        done(attachments.changed(new Ended(from.session())));
        assertFails(read(attachment(3), path, SandboxParams.NONE), ErrorCode.STALE_ATTACHMENT, stale);
    }

    @Test
    void refusesWhatASandboxWouldHaveToEnforce() throws Exception {
        String path = Files.writeString(top.resolve("f"), "x").toString();

        assertThat(done(read(from, path, READ_ONLY)).response().dataBase64()).isEqualTo(ByteChunk.utf8("x"));
        assertFails(read(from, path, RESTRICTED), ErrorCode.UNSUPPORTED, refusal("fs/readFile"));
        assertFails(
                files.writeFile(new FileService.WriteFile(
                        from, new WriteFileParams(path, ByteChunk.utf8("y"), true, READ_ONLY))),
                ErrorCode.UNSUPPORTED,
                refusal("fs/writeFile"));
        assertFails(
                files.remove(new FileService.Remove(from, new RemoveParams(path, true, true, true, READ_ONLY))),
                ErrorCode.UNSUPPORTED,
                refusal("fs/remove"));
        assertThat(top.resolve("f")).hasContent("x");
    }

    private Future<FileService.FileRead> read(Attachment attachment, String path, SandboxParams sandbox) {
        return files.readFile(new FileService.ReadFile(attachment, new ReadFileParams(path, true, sandbox)));
    }

    private static String refusal(String method) {
        return "this server has no sandbox yet: " + method
                + " under a restricted policy is refused rather than run unprotected";
    }

    private static Attachment attachment(long epoch) {
        return new Attachment(new SessionId("s"), epoch, new NodeName("g1"), new ConnectionId(epoch));
    }

    private static <T> T done(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private static void assertFails(Future<?> future, ErrorCode code, String message) {
        assertThat(future.toCompletionStage().toCompletableFuture())
                .failsWithin(Duration.ofSeconds(20))
                .withThrowableThat()
                .havingRootCause()
                .isInstanceOf(ExecbusException.class)
                .withMessage(message)
                .asInstanceOf(InstanceOfAssertFactories.type(ExecbusException.class))
                .extracting(ExecbusException::code)
                .isEqualTo(code);
    }
}

package dev.execbus.filesystem;

import static dev.execbus.filesystem.FileRoom.attachment;
import static dev.execbus.filesystem.FileRoom.done;
import static dev.execbus.filesystem.Refusals.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.bus.Attachment;
import dev.execbus.bus.AttachmentListener.Attached;
import dev.execbus.bus.FileEvent;
import dev.execbus.bus.FileService;
import dev.execbus.bus.FileService.Done;
import dev.execbus.bus.GatewayService.Delivered;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.FileMethods.ChangeKind;
import dev.execbus.protocol.FileMethods.ChangedNotification;
import dev.execbus.protocol.FileMethods.FileChange;
import dev.execbus.protocol.FileMethods.UnwatchParams;
import dev.execbus.protocol.FileMethods.WatchParams;
import dev.execbus.protocol.SandboxParams;
import dev.execbus.sandbox.FileConfinement;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
@ExtendWith(VertxExtension.class)
class WatchesTest {
    private final Attachment from = attachment(1);
    private FileRoom room;

    @TempDir
    private Path top;

    @BeforeEach
    void deploy(Vertx vertx) throws Exception {
        room = new FileRoom(vertx, Settings.watching(2, 5), new FileConfinement.Direct());
        Files.createDirectories(top.resolve("d/sub"));
    }

    @Test
    void tellsWhatHappensInADirectoryOnly() throws Exception {
        done(watch("w", "d", false));

        Files.writeString(top.resolve("d/sub/f"), "x");
        Files.createFile(top.resolve("d/f"));
        awaitChange("d/f", ChangeKind.CREATED);
        Files.writeString(top.resolve("d/f"), "x");
        awaitChange("d/f", ChangeKind.MODIFIED);
        Files.delete(top.resolve("d/f"));
        awaitChange("d/f", ChangeKind.DELETED);
    }

    @Test
    void tellsWhatHappensToAFileAndThroughLinks() throws Exception {
        Files.writeString(top.resolve("d/f"), "x");
        Files.createSymbolicLink(top.resolve("l"), Path.of("d/f"));
        done(watch("w", "l", false));

        Files.writeString(top.resolve("d/other"), "x");
        Files.writeString(top.resolve("d/f"), "y");
        awaitChange("l", ChangeKind.MODIFIED);
        Files.delete(top.resolve("d/f"));
        awaitChange("l", ChangeKind.DELETED);
        Files.writeString(top.resolve("d/f"), "z");
        awaitChange("l", ChangeKind.CREATED);
    }

    @Test
    void followsATreeAlsoWhatComesIntoBeing() throws Exception {
        done(watch("w", "d", true));

        Files.writeString(top.resolve("d/sub/f"), "x");
        awaitChange("d/sub/f", ChangeKind.CREATED);
        Files.createDirectories(top.resolve("outside/deep"));
        Files.writeString(top.resolve("outside/deep/g"), "x");
        Files.move(top.resolve("outside"), top.resolve("d/moved"));
        awaitChange("d/moved/deep/g", ChangeKind.CREATED);
        Files.writeString(top.resolve("d/moved/deep/h"), "x");
        awaitChange("d/moved/deep/h", ChangeKind.CREATED);
        Files.move(top.resolve("d/moved"), top.resolve("d/again"));
        awaitChange("d/again/deep/g", ChangeKind.CREATED);
        Files.writeString(top.resolve("d/again/deep/h"), "y");
        awaitChange("d/again/deep/h", ChangeKind.MODIFIED);
    }

    @Test
    void staysWhenTheDirectoryDisappears() throws Exception {
        done(watch("w", "d", true));

        Files.delete(top.resolve("d/sub"));
        Files.delete(top.resolve("d"));
        awaitChange("d", ChangeKind.DELETED);
        Files.createDirectories(top.resolve("d/sub"));
        awaitChange("d", ChangeKind.CREATED);
        Files.writeString(top.resolve("d/sub/f"), "x");
        awaitChange("d/sub/f", ChangeKind.CREATED);
    }

    @Test
    void joinsWhatHappensWhileTheClientIsSlow() throws Exception {
        done(watch("w", "d", false));
        Files.createFile(top.resolve("d/first"));
        FileRoom.Delivery first = room.next();

        for (int i = 0; i < 2000; i++) {
            Files.writeString(top.resolve("d/f" + i % 3), "x" + i);
        }
        Files.delete(top.resolve("d/f0"));
        assertThat(room.isSilent()).isTrue();
        first.credit().complete(new Delivered());

        awaitChange("d/f0", ChangeKind.DELETED);
    }

    @Test
    void tellsThatItHasLostTrack() throws Exception {
        done(watch("w", "d", false));
        Files.createFile(top.resolve("d/first"));
        FileRoom.Delivery first = room.next();

        for (int i = 0; i < 1500; i++) {
            Files.createFile(top.resolve("d/f" + i));
        }
        first.credit().complete(new Delivered());

        boolean overflow = false;
        while (!overflow) {
            overflow = nextChange().overflow();
        }
    }

    @Test
    void checksIdsAndBounds() throws Exception {
        done(watch("a", "d", false));
        assertFails(watch("a", "d", false), ErrorCode.INVALID_REQUEST, "watch `a` already exists");
        assertFails(watch("b", "nope", false), ErrorCode.NOT_FOUND, Refusals.NOT_FOUND);
        assertFails(
                watch("x".repeat(129), "d", false), ErrorCode.INVALID_REQUEST, "watch ID must not exceed 128 bytes");
        for (int i = 0; i < 4; i++) {
            Files.createDirectory(top.resolve("d/sub" + i));
        }
        assertFails(
                watch("b", "d", true),
                ErrorCode.RESOURCE_EXHAUSTED,
                "fs/watch follows at most 5 directories, and the path has more of them");
        done(watch("b", "d", false));
        assertFails(
                watch("c", "d", false), ErrorCode.RESOURCE_EXHAUSTED, "at most 2 watches may be active per connection");

        assertThat(done(unwatch("a"))).isEqualTo(new Done());
        assertThat(done(unwatch("a"))).isEqualTo(new Done());
        done(watch("c", "d", false));
    }

    @Test
    void tellsNothingAfterUnwatchAndAfterTheConnection() throws Exception {
        done(watch("a", "d", true));
        done(watch("b", "d", true));
        done(unwatch("a"));
        Files.createFile(top.resolve("d/f"));
        assertThat(nextChange().watchId()).isEqualTo("b");

        room.tell(new Attached(attachment(2)));
        done(room.files.watch(
                new FileService.Watch(attachment(2), new WatchParams("c", top + "/d", false, SandboxParams.NONE))));
        Files.createFile(top.resolve("d/g"));
        assertThat(nextChange().watchId()).isEqualTo("c");
    }

    private void awaitChange(String name, ChangeKind kind) throws InterruptedException {
        Set<FileChange> seen = new HashSet<>();
        FileChange wanted = new FileChange("file://" + top + "/" + name, kind);
        while (!seen.contains(wanted)) {
            ChangedNotification notification = nextChange();
            assertThat(notification.watchId()).isEqualTo("w");
            List<FileChange> changes = notification.changes();
            changes.forEach(each -> assertThat(each.path()).isNotEqualTo("file://" + top + "/d/other"));
            seen.addAll(changes);
        }
    }

    private ChangedNotification nextChange() throws InterruptedException {
        return ((FileEvent.Changed) room.nextEvent()).notification();
    }

    private Future<Done> watch(String id, String name, boolean recursive) {
        return room.files.watch(
                new FileService.Watch(from, new WatchParams(id, top + "/" + name, recursive, SandboxParams.NONE)));
    }

    private Future<Done> unwatch(String id) {
        return room.files.unwatch(new FileService.Unwatch(from, new UnwatchParams(id)));
    }
}

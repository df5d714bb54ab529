package dev.execbus.filesystem;

import static dev.execbus.filesystem.FileRoom.attachment;
import static dev.execbus.filesystem.FileRoom.done;
import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.bus.FileEvent;
import dev.execbus.bus.FileService;
import dev.execbus.protocol.FileMethods.MissingChangedNotification;
import dev.execbus.protocol.FileMethods.WatchMissingParams;
import dev.execbus.sandbox.FileConfinement;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
@ExtendWith(VertxExtension.class)
class MissingWatchesTest {
    /** Something that changes what was watched. */
    @FunctionalInterface
    private interface Change {
        void make() throws IOException;
    }

    private FileRoom room;

    @TempDir
    private Path top;

    @BeforeEach
    void deploy(Vertx vertx) throws Exception {
        room = new FileRoom(vertx, FileSettings.DEFAULTS, new FileConfinement.Direct());
        Files.createDirectories(top.resolve("a/b"));
        Files.writeString(top.resolve("f"), "");
    }

    @Test
    void tellsWhenAMissingNameAppears() throws Exception {
        assertTells(() -> Files.writeString(top.resolve("a/x"), ""), null, "a/x", "a/y");
    }

    @Test
    void tellsWhenTheFirstMissingAncestorAppears() throws Exception {
        assertTells(() -> Files.createDirectory(top.resolve("a/x")), null, "a/x/y/z");
    }

    @Test
    void tellsWhenAnAncestorIsRenamed() throws Exception {
        assertTells(() -> Files.move(top.resolve("a"), top.resolve("c")), null, "a/b/x");
    }

    @Test
    void tellsWhenThePresentNameDisappears() throws Exception {
        assertTells(() -> Files.delete(top.resolve("f")), "f", "a/x");
    }

    @Test
    void tellsWhenALinkOnTheWayLeadsElsewhere() throws Exception {
        Files.createDirectory(top.resolve("c"));
        Files.createSymbolicLink(top.resolve("l"), Path.of("a/b"));
        assertTells(
                () -> {
                    Files.createSymbolicLink(top.resolve("new"), Path.of("c"));
                    Files.move(top.resolve("new"), top.resolve("l"), StandardCopyOption.ATOMIC_MOVE);
                },
                null,
                "l/x");
    }

    @Test
    void tellsWhenWhatALinkOnTheWayLeadsToAppears() throws Exception {
        Files.createSymbolicLink(top.resolve("l"), Path.of("a/target"));
        assertTells(() -> Files.createDirectory(top.resolve("a/target")), null, "l/x");
    }

    @Test
    void tellsOnceAndNothingOfOtherNames() throws Exception {
        assertThat(watch(1, null, "a/x")).isTrue();
        Files.writeString(top.resolve("a/other"), "");
        Files.writeString(top.resolve("a/x"), "");
        assertThat(room.nextEvent()).isEqualTo(changed(1));
        Files.delete(top.resolve("a/x"));
        Files.writeString(top.resolve("a/x"), "");
        Files.delete(top.resolve("a/x"));

        assertThat(watch(2, null, "a/x")).isTrue();
        Files.writeString(top.resolve("a/x"), "");
        assertThat(room.nextEvent()).isEqualTo(changed(2));
    }

    @Test
    void refusesWhatIsNotAsSaid() throws Exception {
        Files.createSymbolicLink(top.resolve("dangling"), Path.of("nope"));

        assertThat(watch(1, null, "a")).isFalse();
        assertThat(watch(2, null, "x", "dangling")).isFalse();
        assertThat(watch(3, null, "f/x")).isFalse();
        assertThat(watch(4, "nope", "x")).isFalse();
        assertThat(watch(5, null)).isFalse();
        assertThat(watch(6, null, Collections.nCopies(65, "x").toArray(String[]::new)))
                .isFalse();
        assertThat(watch(7, "f", Collections.nCopies(64, "x").toArray(String[]::new)))
                .isTrue();
    }

    @Test
    void aHigherIdEndsTheWatchBeforeItAndALowerOneDoesNothing() throws Exception {
        assertThat(watch(5, null, "a/x")).isTrue();
        assertThat(watch(5, null, "a/y")).isFalse();
        assertThat(watch(4, null, "a/y")).isFalse();
        Files.writeString(top.resolve("a/x"), "");
        assertThat(room.nextEvent()).isEqualTo(changed(5));

        assertThat(watch(6, null, "a/y")).isTrue();
        assertThat(watch(7, null, "a")).isFalse();
        Files.writeString(top.resolve("a/y"), "");
        assertThat(watch(8, null, "a/z")).isTrue();
        Files.writeString(top.resolve("a/z"), "");
        assertThat(room.nextEvent()).isEqualTo(changed(8));
    }

    private void assertTells(Change change, String present, String... missing) throws Exception {
        assertThat(watch(1, present, missing)).isTrue();
        assertThat(room.isSilent()).isTrue();

        change.make();

        assertThat(room.nextEvent()).isEqualTo(changed(1));
    }

    private boolean watch(long id, String present, String... missing) throws Exception {
        List<String> paths = List.of(missing).stream().map(this::path).toList();
        WatchMissingParams params = new WatchMissingParams(id, paths, present == null ? null : path(present));
        return done(room.files.watchMissing(new FileService.WatchMissing(attachment(1), params)))
                .response()
                .watching();
    }

    private String path(String name) {
        return top + "/" + name;
    }

    private static FileEvent changed(long id) {
        return new FileEvent.MissingChanged(new MissingChangedNotification(id));
    }
}

package dev.execbus.filesystem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.bus.FileEvent;
import dev.execbus.protocol.FileMethods.ChangeKind;
import dev.execbus.protocol.FileMethods.ChangedNotification;
import dev.execbus.protocol.FileMethods.FileChange;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChangeFeedTest {
    private final Deque<FileEvent> told = new ArrayDeque<>();
    private final Deque<Promise<Void>> credits = new ArrayDeque<>();
    private final ChangeFeed feed = new ChangeFeed("w", this::tell, Runnable::run);

    @Test
    void tellsNothingBeforeTheClientKnowsOfTheWatch() {
        feed.changed("a", ChangeKind.CREATED);
        assertThat(told).isEmpty();

        feed.start();

        assertThat(told).containsExactly(changed(false, new FileChange("a", ChangeKind.CREATED)));
    }

    @Test
    void hasOneNotificationUnderWayAndJoinsWhatHappensMeanwhile() {
        feed.start();
        feed.changed("a", ChangeKind.MODIFIED);
        feed.changed("b", ChangeKind.CREATED);
        feed.changed("b", ChangeKind.MODIFIED);
        feed.changed("c", ChangeKind.MODIFIED);
        feed.changed("c", ChangeKind.DELETED);
        feed.changed("a", ChangeKind.MODIFIED);
        assertThat(told).hasSize(1);

        told.clear();
        credits.poll().complete();

        assertThat(told)
                .containsExactly(changed(
                        false,
                        new FileChange("b", ChangeKind.CREATED),
                        new FileChange("c", ChangeKind.DELETED),
                        new FileChange("a", ChangeKind.MODIFIED)));
        told.clear();
        credits.poll().complete();
        assertThat(told).isEmpty();
    }

    @Test
    void keepsABoundedNumberOfNamesAndTellsSo() {
        feed.start();
        feed.changed("first", ChangeKind.CREATED);
        for (int i = 0; i < 5000; i++) {
            feed.changed("n" + i, ChangeKind.CREATED);
        }
        feed.changed("n0", ChangeKind.DELETED);

        told.clear();
        credits.poll().complete();

        ChangedNotification notification = ((FileEvent.Changed) told.poll()).notification();
        assertThat(notification.overflow()).isTrue();
        assertThat(notification.changes())
                .hasSize(1024)
                .startsWith(new FileChange("n0", ChangeKind.DELETED))
                .endsWith(new FileChange("n1023", ChangeKind.CREATED));
        credits.poll().complete();
        feed.changed("again", ChangeKind.CREATED);
        assertThat(told).containsExactly(changed(false, new FileChange("again", ChangeKind.CREATED)));
    }

    @Test
    void keepsABoundedLengthOfNames() {
        feed.start();
        feed.overflow();
        told.clear();
        for (int i = 0; i < 100; i++) {
            feed.changed(i + "n".repeat(10_000), ChangeKind.CREATED);
        }

        credits.poll().complete();

        ChangedNotification notification = ((FileEvent.Changed) told.poll()).notification();
        assertThat(notification.changes()).hasSize(26);
        assertThat(notification.overflow()).isTrue();
    }

    @Test
    void isSilentWhenItIsClosedOrTheClientIsGone() {
        feed.start();
        feed.changed("a", ChangeKind.CREATED);
        feed.changed("b", ChangeKind.CREATED);
        told.clear();

        credits.poll().fail("gone");
        feed.changed("c", ChangeKind.CREATED);
        assertThat(told).isEmpty();

        ChangeFeed closed = new ChangeFeed("w", this::tell, Runnable::run);
        closed.start();
        closed.close();
        closed.changed("a", ChangeKind.CREATED);
        assertThat(told).isEmpty();
    }

    private static FileEvent changed(boolean overflow, FileChange... changes) {
        return new FileEvent.Changed(new ChangedNotification("w", List.of(changes), overflow));
    }

    private Promise<Void> credit() {
        Promise<Void> credit = Promise.promise();
        credits.add(credit);
        return credit;
    }

    private Future<Void> tell(FileEvent event) {
        told.add(event);
        return credit().future();
    }
}

package dev.execbus.filesystem;

import dev.execbus.bus.FileEvent;
import dev.execbus.protocol.FileMethods.ChangeKind;
import dev.execbus.protocol.FileMethods.ChangedNotification;
import dev.execbus.protocol.FileMethods.FileChange;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

/**
 * Takes the changes of one watch to its client, one notification at a time. What happens meanwhile is joined by name
 * and bounded; beyond the bound the client is told that it has missed something. Thread-safe.
 */
final class ChangeFeed {
    private static final int MOST_NAMES = 1024;
    private static final int MOST_CHARACTERS = 256 << 10;

    private final String watchId;
    private final WatchClient client;
    private final Executor context;
    private final Map<String, ChangeKind> waiting = new LinkedHashMap<>();
    private int characters;
    private boolean overflow;

    /** Nothing can be sent: not yet, not while a notification is under way, or not any more. */
    private boolean held = true;

    private boolean closed;

    /** @param context where the client is told */
    ChangeFeed(String watchId, WatchClient client, Executor context) {
        this.watchId = watchId;
        this.client = client;
        this.context = context;
    }

    /** The client knows of its watch: notifications may follow. */
    synchronized void start() {
        held = false;
        wake();
    }

    synchronized void changed(String uri, ChangeKind kind) {
        if (waiting.containsKey(uri) || fits(uri)) {
            waiting.merge(uri, kind, ChangeFeed::joined);
        } else {
            overflow = true;
        }
        wake();
    }

    synchronized void overflow() {
        overflow = true;
        wake();
    }

    private boolean fits(String uri) {
        if (waiting.size() >= MOST_NAMES || characters + uri.length() > MOST_CHARACTERS) {
            return false;
        }
        characters += uri.length();
        return true;
    }

    /** The last word counts, but that what is new is also written is nothing to tell. */
    private static ChangeKind joined(ChangeKind before, ChangeKind after) {
        return before == ChangeKind.CREATED && after == ChangeKind.MODIFIED ? before : after;
    }

    private void wake() {
        if (!held && !closed && (overflow || !waiting.isEmpty())) {
            held = true;
            context.execute(this::send);
        }
    }

    private void send() {
        ChangedNotification notification = take();
        if (notification != null) {
            client.tell(new FileEvent.Changed(notification)).onSuccess(told -> start());
        }
    }

    private synchronized ChangedNotification take() {
        if (closed) {
            return null;
        }
        List<FileChange> changes = waiting.entrySet().stream()
                .map(each -> new FileChange(each.getKey(), each.getValue()))
                .toList();
        ChangedNotification notification = new ChangedNotification(watchId, changes, overflow);
        waiting.clear();
        characters = 0;
        overflow = false;
        return notification;
    }

    /** Nothing is sent afterwards. */
    synchronized void close() {
        closed = true;
        waiting.clear();
    }
}

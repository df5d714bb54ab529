package dev.execbus.transport;

import dev.execbus.bus.ViewService.Attached;
import dev.execbus.bus.ViewService.DriverRequest;
import dev.execbus.bus.ViewService.State;
import dev.execbus.bus.ViewService.ViewKey;
import dev.execbus.protocol.TerminalSize;
import dev.execbus.protocol.ViewEnd;
import dev.execbus.protocol.ViewMethods;
import dev.execbus.protocol.ViewMethods.AttachResponse;
import dev.execbus.protocol.ViewMethods.Driver;

/**
 * One view of a client: where it is in the process's output, at the speed of its client. Nothing is fetched for one whose
 * socket is full. Confined to the gateway's context.
 */
final class View {
    /**
     * Unsent bytes of the client above which nothing more is written, and below which writing goes on. Little, since all
     * views of a gateway may be stuck, each with this and one event of 88 KB; the kernel keeps sockets busy.
     */
    static final long FULL = 16L << 10;

    private static final long ROOM = FULL / 2;

    /** Written at a time, before others have their turn. */
    private static final long TURN = 128L << 10;

    /** What comes in pieces of at most this size is written at once to all. */
    private static final long LITTLE = 4L << 10;

    private static final long UNKNOWN = -1;

    private final String viewId;
    private final ViewKey key;
    private final Worker worker;
    private final Feed feed;
    private final Door door;
    private final ViewFrames frames;
    private final Runnable onEnd;
    private final String name;
    private final boolean decides;
    private final long joinedVersion;

    private long cursor;
    /** How much of the output is behind it, as far as that is known. */
    private long position;

    private long lastRequest;
    private Driver driver;
    private TerminalSize size;
    private boolean begun;
    /** Something is fetched for it, or its turn will come. */
    private boolean fetching;

    private boolean waitsForRoom;
    private boolean complete;
    private boolean ended;

    /** @param onEnd called when it has ended without its client's doing */
    View(ViewKey key, Worker worker, Feed feed, Door door, Attached attached, Runnable onEnd) {
        AttachResponse response = attached.response();
        this.viewId = response.viewId();
        this.key = key;
        this.worker = worker;
        this.feed = feed;
        this.door = door;
        this.frames = new ViewFrames(door, viewId);
        this.onEnd = onEnd;
        this.name = response.viewer();
        this.decides = response.level().decides();
        this.joinedVersion = attached.version();
        this.cursor = response.afterSeq();
        this.position = cursor == 0 ? 0 : UNKNOWN;
        this.driver = response.driver();
        this.size = response.size();
    }

    ViewKey key() {
        return key;
    }

    /** Of the process. */
    Worker worker() {
        return worker;
    }

    Feed feed() {
        return feed;
    }

    /** Its client knows of it by now. */
    void begin() {
        begun = true;
        feed.tellState(this);
        pump();
    }

    /** The client has taken something. */
    void drained() {
        if (waitsForRoom && door.unsentBytes() < ROOM) {
            waitsForRoom = false;
            goOnLater();
        }
    }

    /** What it was waiting for is there. */
    void arrived(FeedBlock block) {
        fetching = false;
        if (block.leavesOut(cursor) && !ended) {
            moved(block);
        }
        if (block.weight() > LITTLE) {
            goOnLater();
        } else {
            pump();
        }
    }

    private void goOnLater() {
        fetching = true;
        feed.later(() -> {
            fetching = false;
            pump();
        });
    }

    private void pump() {
        long written = 0;
        while (begun && !ended && !complete && !fetching && !waitsForRoom) {
            if (door.unsentBytes() >= FULL) {
                waitsForRoom = true;
                return;
            }
            if (written > TURN) {
                goOnLater();
                return;
            }
            FeedBlock block = feed.cached(cursor);
            if (block == null) {
                fetching = true;
                feed.fetch(cursor, this);
                return;
            }
            if (block.leavesOut(cursor)) {
                moved(block);
            }
            written += write(block);
        }
    }

    private long write(FeedBlock block) {
        if (position == UNKNOWN) {
            // It is this at least.
            position = block.droppedBytes();
        }
        long written = 0;
        while (cursor < block.lastSeq() && written <= TURN && door.unsentBytes() < FULL) {
            FeedEvent event = block.behind(cursor);
            cursor = event.seq();
            written += event.weight();
            switch (event) {
                case FeedEvent.Printed printed -> position += printed.bytes();
                case FeedEvent.Exited exited -> {}
                case FeedEvent.Closed closed -> complete = true;
            }
            frames.send(event);
        }
        return written;
    }

    private void moved(FeedBlock block) {
        cursor = block.afterSeq();
        frames.send(
                ViewMethods.MOVED,
                new ViewMethods.MovedNotification(
                        viewId, cursor, Math.max(0, block.droppedBytes() - Math.max(0, position)), block.snapshot()));
        position = block.droppedBytes();
    }

    /** What has changed in who drives and who wants to. */
    void tell(long version, State state) {
        if (!begun || ended || version < joinedVersion) {
            return;
        }
        boolean sized = state.size() != null && !state.size().equals(size);
        if (!state.driver().equals(driver) || sized) {
            driver = state.driver();
            size = state.size();
            frames.send(
                    ViewMethods.DRIVER, new ViewMethods.DriverNotification(viewId, driver, isDriver(), state.size()));
        }
        for (DriverRequest request : state.requests()) {
            if (request.number() > lastRequest && (decides || isDriver())) {
                lastRequest = request.number();
                tellRequest(request);
            }
        }
    }

    private void tellRequest(DriverRequest request) {
        if (!request.viewer().equals(name)) {
            frames.send(
                    ViewMethods.REQUESTED,
                    new ViewMethods.RequestedNotification(viewId, request.viewer(), request.label()));
        }
    }

    private boolean isDriver() {
        return name.equals(driver.viewer());
    }

    void end(ViewEnd reason) {
        if (!ended) {
            ended = true;
            frames.send(ViewMethods.ENDED, new ViewMethods.EndedNotification(viewId, reason));
            onEnd.run();
        }
    }

    /** Its client wants it no longer, or is gone. */
    void detached() {
        ended = true;
    }
}

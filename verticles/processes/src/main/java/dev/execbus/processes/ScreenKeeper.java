package dev.execbus.processes;

import dev.execbus.bus.Timers;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;

/**
 * The screen of one process on a terminal, for whoever looks. Nothing is done until somebody asks; then the log is
 * replayed, slice by slice on the spill thread, and followed for a while. What the log drops is shown to the model
 * before, so that the screen is right whatever is left of the log. Confined to the supervisor's context.
 */
final class ScreenKeeper implements Snapshots {
    private static final Duration FOLLOWED = Duration.ofMinutes(10);
    /** So much work at a time for the spill thread, where others wait for theirs. */
    private static final int SLICE_BYTES = 256 << 10;

    private static final int SLICE_EVENTS = 4_096;
    /** What may be behind while nobody asks. */
    private static final int BEHIND_BYTES = 256 << 10;

    private final OutputLog log;
    private final ScreenModel model;
    private final OutputLog.Disk disk;
    private final Timers timers;

    private Timers.Timer idle;
    private Future<Snapshot> asked;
    private Future<Void> working = Future.succeededFuture();
    private long seen;
    private long behind;
    private boolean discarded;

    ScreenKeeper(OutputLog log, ScreenModel model, OutputLog.Disk disk, Timers timers) {
        this.log = log;
        this.model = model;
        this.disk = disk;
        this.timers = timers;
    }

    /** With everything on it that the log had when this was asked, or more. */
    @Override
    public Future<Snapshot> take() {
        if (discarded) {
            return Future.failedFuture(
                    new ExecbusException(ErrorCode.INVALID_REQUEST, "the process is no longer known"));
        }
        follow();
        if (asked != null) {
            return asked;
        }
        Future<Snapshot> answer = catchUp().compose(done -> disk.run(model::snapshot));
        asked = answer;
        answer.onComplete(done -> asked = null);
        return answer;
    }

    /** The log has got so much more. */
    void appended(int bytes) {
        behind += bytes;
        if (idle != null && behind > BEHIND_BYTES && working.isComplete()) {
            catchUp();
        }
    }

    @Override
    public void end() {
        if (idle != null) {
            stopFollowing();
            forget();
        }
    }

    /** Nothing is asked afterwards, and the log is gone. */
    void discard() {
        discarded = true;
        stopFollowing();
    }

    private void follow() {
        stopFollowing();
        idle = timers.after(FOLLOWED, this::forget);
    }

    private void stopFollowing() {
        if (idle != null) {
            idle.cancel();
            idle = null;
        }
    }

    private void forget() {
        idle = null;
        working = working.transform(before -> discarded
                ? Future.succeededFuture()
                : disk.run(model::forget).onSuccess(left -> seen = left).mapEmpty());
    }

    private Future<Void> catchUp() {
        behind = 0;
        long last = log.nextSeq() - 1;
        working = working.transform(before -> see(last));
        return working;
    }

    private Future<Void> see(long last) {
        if (seen >= last || discarded) {
            return Future.succeededFuture();
        }
        long from = seen;
        return log.read(from, new Slice(SLICE_BYTES, SLICE_EVENTS))
                .map(Slice::events)
                .otherwise(List.of())
                .compose(events -> disk.run(() -> model.see(events)))
                .compose(now -> {
                    // What cannot be read is passed over.
                    seen = now > from ? now : Math.max(from + 1, log.oldestInMemory() - 1);
                    return see(last);
                });
    }
}

package dev.execbus.processes;

import dev.execbus.bus.Level;
import dev.execbus.bus.ProcessEvent;
import dev.execbus.bus.Timers;
import dev.execbus.bus.ViewService.Block;
import dev.execbus.bus.ViewService.Moment;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.ViewMethods;
import dev.execbus.protocol.ViewStart;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What viewers of one process see: its log from wherever they are, and its screen. Confined to the supervisor's context. */
final class ViewReading {
    /** Of all gateways together; each has a few. */
    static final int WAITING = 1_024;

    private static final int EVENTS = 4_096;

    private final Viewed process;
    private final Snapshots snapshots;
    private final LongPolls polls;

    /**
     * @param snapshots null for a process that is not on a terminal
     * @param waiting follows how many wait
     */
    ViewReading(Viewed process, Snapshots snapshots, Timers timers, Level waiting) {
        this.process = process;
        this.snapshots = snapshots;
        this.polls = new LongPolls(timers, waiting);
        process.onEvent(polls::wake);
    }

    /**
     * Where a view begins.
     *
     * @param snapshot null for none
     */
    record Start(long afterSeq, ViewMethods.Snapshot snapshot) {}

    Future<Start> begin(ViewStart wanted) {
        ViewStart start = wanted != null ? wanted : snapshots == null ? new ViewStart.After(0) : new ViewStart.Screen();
        return switch (start) {
            case ViewStart.Screen screen ->
                snapshots == null
                        ? at(process.lastSeq())
                        : snapshots.take().map(taken -> new Start(taken.afterSeq(), told(taken)));
            case ViewStart.After after -> at(Math.min(after.seq(), process.lastSeq()));
            case ViewStart.At time -> process.seqAt(time.timeMs()).map(seq -> new Start(seq - 1, null));
        };
    }

    private static ViewMethods.Snapshot told(Snapshot taken) {
        return new ViewMethods.Snapshot(taken.bytes(), taken.rows(), taken.cols());
    }

    private static Future<Start> at(long afterSeq) {
        return Future.succeededFuture(new Start(afterSeq, null));
    }

    /** Events behind a number, once there are some; none after the patience. */
    Future<Block> next(long afterSeq, int maxBytes, Duration patience) {
        if (process.lastSeq() > afterSeq) {
            return read(afterSeq, maxBytes);
        }
        if (polls.size() >= WAITING) {
            throw ExecbusException.resourceExhausted(
                    "more than " + WAITING + " gateways wait for the process to print something");
        }
        Promise<Block> promise = Promise.promise();
        polls.await(
                patience,
                () -> {
                    if (process.lastSeq() <= afterSeq) {
                        return false;
                    }
                    read(afterSeq, maxBytes).onComplete(promise);
                    return true;
                },
                () -> promise.complete(new Block(afterSeq, List.of(), process.droppedBytes(), null)));
        return promise.future();
    }

    private Future<Block> read(long afterSeq, int maxBytes) {
        return process.read(afterSeq, new Slice(maxBytes, EVENTS)).compose(slice -> {
            if (slice.events().isEmpty()) {
                return afterGap(Math.max(afterSeq, process.oldestInMemory() - 1), maxBytes);
            }
            long first = slice.events().getFirst().seq();
            return first == afterSeq + 1 ? Future.succeededFuture(block(afterSeq, slice)) : afterGap(first - 1, slice);
        });
    }

    /** What cannot be read is passed over. */
    private Future<Block> afterGap(long newAfterSeq, int maxBytes) {
        return process.read(newAfterSeq, new Slice(maxBytes, EVENTS)).compose(slice -> afterGap(newAfterSeq, slice));
    }

    /** On a terminal the middle of a row means nothing by itself. */
    private Future<Block> afterGap(long newAfterSeq, Slice slice) {
        if (snapshots == null) {
            return Future.succeededFuture(block(newAfterSeq, slice));
        }
        return snapshots
                .take()
                .map(taken -> new Block(taken.afterSeq(), List.of(), process.droppedBytes(), told(taken)));
    }

    private Block block(long afterSeq, Slice slice) {
        List<Moment> events = new ArrayList<>(slice.events().size());
        for (int i = 0; i < slice.events().size(); i++) {
            ProcessEvent event = slice.events().get(i);
            events.add(new Moment(event, slice.timeMs(i)));
        }
        return new Block(afterSeq, events, process.droppedBytes(), null);
    }

    void end() {
        polls.clear();
        if (snapshots != null) {
            snapshots.end();
        }
    }
}

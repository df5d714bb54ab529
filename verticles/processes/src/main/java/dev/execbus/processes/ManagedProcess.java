package dev.execbus.processes;

import dev.execbus.bus.ProcessEvent;
import dev.execbus.bus.Timers;
import dev.execbus.processes.ProcessReading.Answer;
import dev.execbus.protocol.ByteChunk;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.OverviewMethods.ProcessOverview;
import dev.execbus.protocol.ProcessMethods.ProcessSummary;
import dev.execbus.protocol.ProcessMethods.ReadParams;
import dev.execbus.protocol.ProcessMethods.WriteStatus;
import dev.execbus.protocol.Signal;
import dev.execbus.protocol.StreamName;
import dev.execbus.protocol.TerminalSize;
import dev.execbus.protocol.Verdict;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * One process from its start to its last byte: log, stdin, waiting reads, and what the pump has taken. Confined to the
 * supervisor's context, where also the spawner's reports arrive.
 */
final class ManagedProcess implements ProcessObserver, OutputPump.Source, Viewed {
    /** What the rest of the room does for a process. */
    interface Surroundings {
        /** No more events will come. */
        void closed(ManagedProcess process);
    }

    private final String processId;
    private final Launch launch;
    private final ProcessLimits limits;
    private final ProcessSettings settings;
    private final ProcessMeters meters;
    private final TimeLimit time;
    private final Surroundings surroundings;
    private final OutputLog log;
    private final ProcessFacts facts;
    private final LongSupplier clock;
    private final TerminalSizes sizes;
    /** Null where there is no terminal. */
    private final ScreenKeeper screen;

    private final LongPolls polls;
    private final ReadingGate gate = new ReadingGate();
    private final Delivery delivery;
    private final ProcessEnd end = new ProcessEnd();
    private final Set<StreamName> openStreams = EnumSet.noneOf(StreamName.class);

    private SpawnedProcess spawned;
    private long startedAtMs;
    private StdinWriter stdin;
    private Runnable viewed = () -> {};
    private boolean closed;
    private boolean discarded;
    private boolean ending;

    ManagedProcess(
            String processId,
            Launch launch,
            ProcessLimits limits,
            ProcessSettings settings,
            MemoryBudget budget,
            SpillStore store,
            OutputLog.Disk disk,
            Timers timers,
            LongSupplier clock,
            ProcessMeters meters,
            Surroundings surroundings) {
        this.processId = processId;
        this.launch = launch;
        this.limits = limits;
        this.settings = settings;
        this.meters = meters;
        this.time = new TimeLimit(timers);
        this.facts = new ProcessFacts(launch, clock);
        this.surroundings = surroundings;
        this.polls = new LongPolls(timers, meters.waitingReads());
        this.clock = clock;
        this.sizes = new TerminalSizes(launch.onTerminal() ? launch.terminal() : TerminalSize.DEFAULT);
        Spill spill = new Spill(store, settings.spillBytes());
        this.log = new OutputLog(processId, settings.memoryBytes(), budget, spill, disk, clock, this::updateReading);
        this.screen = launch.onTerminal() ? screen(spill, disk, timers) : null;
        this.delivery = new Delivery(log, () -> budget.allowed(settings.memoryBytes() / 2), this);
    }

    private ScreenKeeper screen(Spill spill, OutputLog.Disk disk, Timers timers) {
        ScreenModel model = new ScreenModel(sizes);
        spill.witness(model);
        return new ScreenKeeper(log, model, disk, timers);
    }

    @Override
    public String processId() {
        return processId;
    }

    /** What its terminal shows; null where it has none. */
    ScreenKeeper screen() {
        return screen;
    }

    /** To be read, also long after the exit; nobody else appends. */
    OutputLog log() {
        return log;
    }

    /** Wall clock in ms. */
    long startedAtMs() {
        return startedAtMs;
    }

    /** Of its terminal; of no meaning for pipes. */
    TerminalSizes sizes() {
        return sizes;
    }

    @Override
    public Asciicast recording() {
        return new Asciicast(
                new Asciicast.About(
                        String.join(" ", launch.argv()), launch.env().get("TERM"), launch.onTerminal(), startedAtMs),
                log,
                sizes,
                end::code);
    }

    ReadingGate gate() {
        return gate;
    }

    int waitingReads() {
        return polls.size();
    }

    /**
     * The operating system has it: from now on it is read, written to and watched.
     *
     * @param digest its client wants to know what its streams have printed
     */
    void began(Spawned begun, long timeoutMs, boolean digest) {
        spawned = begun.process();
        startedAtMs = clock.getAsLong();
        if (begun.enforced()) {
            end.enforced();
        }
        meters.started();
        stdin = new StdinWriter(
                spawned, settings.stdinBytes(), launch.onTerminal() || launch.pipeStdin(), meters.stdin());
        openStreams.addAll(
                launch.onTerminal() ? EnumSet.of(StreamName.PTY) : EnumSet.of(StreamName.STDOUT, StreamName.STDERR));
        if (digest) {
            end.digest(openStreams);
        }
        gate.attach(spawned);
        if (timeoutMs > 0) {
            time.begin(Duration.ofMillis(timeoutMs), () -> endFor(Verdict.TIMEOUT));
        }
    }

    @Override
    public void output(StreamName stream, byte[] bytes) {
        if (discarded) {
            return;
        }
        int allowed = limits.output(bytes.length);
        if (allowed > 0) {
            byte[] kept = allowed == bytes.length ? bytes : Arrays.copyOf(bytes, allowed);
            end.output(stream, kept);
            log.append(stream, kept);
            if (screen != null) {
                screen.appended(allowed);
            }
            meters.output(stream, allowed);
            facts.printed(allowed);
            delivery.appended(allowed);
            eventHappened();
        }
        if (allowed < bytes.length) {
            endFor(Verdict.OUTPUT_QUOTA);
        }
    }

    @Override
    public void ended(StreamName stream) {
        openStreams.remove(stream);
        closeWhenDone();
    }

    @Override
    public void exited(ExitStatus status) {
        end.blame(limits.exited(status));
        end.exited(status);
        facts.exited();
        time.cancel();
        if (ending) {
            // The leader heeded TERM; those of its group that did not are past their time too.
            spawned.killLeftovers();
        }
        stdin.exited();
        meters.exited(end.signal(), end.verdict());
        log.appendExited(end.code(), end.signal(), end.denied(), end.verdict());
        eventHappened();
        closeWhenDone();
    }

    @Override
    public void writable() {
        stdin.writable();
    }

    Future<Answer> read(ReadParams params) {
        return ProcessReading.read(log, params, () -> end.status(closed));
    }

    /** Calls {@code done} once there is something after {@code afterSeq}, or after the wait. */
    void await(long afterSeq, Duration wait, Runnable done) {
        polls.await(
                wait,
                () -> {
                    if (!hasNews(afterSeq)) {
                        return false;
                    }
                    done.run();
                    return true;
                },
                done);
    }

    /** Whether a read after {@code afterSeq} would not have to wait. */
    boolean hasNews(long afterSeq) {
        return closed || (end.exited() && afterSeq < log.nextSeq() - 1) || hasOutputAfter(afterSeq);
    }

    @Override
    public Future<WriteStatus> write(String writeId, ByteChunk chunk) {
        return stdin.write(writeId, chunk);
    }

    /** A process that waits for its input often runs before a write has returned. Whether there is something of any. */
    boolean hasAnsweredAtOnce() {
        return spawned.look();
    }

    void closeStdin() {
        if (!launch.onTerminal() && !launch.pipeStdin()) {
            throw ExecbusException.invalidRequest("process " + processId + " was started without a stdin to close");
        }
        stdin.close();
    }

    @Override
    public void signal(Signal signal) {
        if (!end.exited()) {
            spawned.signalGroup(signal);
        }
    }

    @Override
    public void resize(TerminalSize size) {
        if (!launch.onTerminal()) {
            throw ExecbusException.invalidRequest("process " + processId + " is not on a terminal");
        }
        if (!end.exited()) {
            spawned.resize(size);
            sizes.changed(log.nextSeq() - 1, size, clock.getAsLong());
        }
    }

    /** Kills the whole group and reads no further; false when it had exited already, and then nothing is done. */
    boolean terminate() {
        if (end.exited()) {
            return false;
        }
        stdin.terminated();
        kill();
        return true;
    }

    private void kill() {
        spawned.signalGroup(Signal.KILL);
        spawned.stopReading();
    }

    /** The session is gone: no events any more, and no reads. What still runs is killed. */
    void discard() {
        polls.clear();
        delivery.stop();
        log.discard();
        if (screen != null) {
            screen.discard();
        }
        discarded = true;
        if (!end.exited()) {
            kill();
        } else if (!closed) {
            spawned.killLeftovers();
            spawned.stopReading();
        }
    }

    @Override
    public ProcessOverview overview(int viewers) {
        return facts.overview(processId, startedAtMs, end.exited() ? end.code() : null, viewers);
    }

    @Override
    public TerminalSize size() {
        return launch.onTerminal() ? sizes.history().last() : null;
    }

    @Override
    public long lastSeq() {
        return log.nextSeq() - 1;
    }

    @Override
    public long oldestInMemory() {
        return log.oldestInMemory();
    }

    @Override
    public long droppedBytes() {
        return log.droppedBytes();
    }

    @Override
    public Future<Slice> read(long afterSeq, Slice slice) {
        return log.read(afterSeq, slice);
    }

    @Override
    public Future<Long> seqAt(long timeMs) {
        return log.seqAt(timeMs);
    }

    @Override
    public void onEvent(Runnable listener) {
        viewed = listener;
    }

    ProcessSummary summary() {
        return new ProcessSummary(
                processId,
                spawned == null ? null : spawned.pid(),
                launch.onTerminal(),
                end.exited(),
                end.exited() ? end.code() : null,
                closed,
                log.nextSeq());
    }

    /** From now on events go to this pump, from the next one on. */
    void attach(OutputPump pump) {
        delivery.attach(pump);
        updateReading();
    }

    /** Nobody listens: everything is read and kept, reads that wait are forgotten. */
    void detach() {
        polls.clear();
        stopDelivery();
    }

    /** The gateway takes no more; the session is told by others. */
    void stopDelivery() {
        delivery.stop();
        updateReading();
    }

    /** Everything after {@code afterSeq} is pushed, also what was there before. */
    void deliverFrom(long afterSeq) {
        delivery.rewind(afterSeq);
        updateReading();
    }

    @Override
    public List<ProcessEvent> take(int maxBytes, int maxEvents) {
        List<ProcessEvent> taken = delivery.take(maxBytes, maxEvents);
        updateReading();
        return taken;
    }

    /** An attached client that is far behind stops the reading, so does a slow disk; a detached one never does. */
    private void updateReading() {
        gate.holdBySupervisor(delivery.farBehind() || log.lagging());
    }

    private void eventHappened() {
        delivery.happened();
        polls.wake();
        viewed.run();
        updateReading();
    }

    private void closeWhenDone() {
        if (closed || !end.exited() || !openStreams.isEmpty()) {
            return;
        }
        closed = true;
        log.appendClosed(end.closed());
        spawned.release();
        eventHappened();
        if (!discarded) {
            surroundings.closed(this);
        }
    }

    /** It gets some time to heed TERM; what it has left behind gets none. */
    private void endFor(Verdict reason) {
        if (ending) {
            return;
        }
        ending = true;
        end.blame(limits.note(reason));
        if (end.exited()) {
            spawned.killLeftovers();
            spawned.stopReading();
        } else {
            time.grace(settings.killGrace(), this::kill);
            spawned.signalGroup(Signal.TERM);
        }
    }

    private boolean hasOutputAfter(long afterSeq) {
        long terminal = (end.exited() ? 1L : 0L) + (closed ? 1L : 0L);
        return log.nextSeq() - 1 - terminal > afterSeq;
    }
}

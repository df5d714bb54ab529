package dev.execbus.unifiedexec;

import dev.execbus.client.ExecEvent;
import dev.execbus.client.ExecProcess;
import dev.execbus.client.ProcessState;
import dev.execbus.protocol.ByteChunk;
import dev.execbus.protocol.ProcessMethods.ReadResponse;
import dev.execbus.protocol.ProcessMethods.WriteStatus;
import dev.execbus.protocol.StartParams;
import dev.execbus.protocol.StreamName;
import dev.execbus.protocol.TerminalSize;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A process that does what a test says. */
final class FakeProcess implements ExecProcess {
    private final StartParams params;
    private final List<String> written = new ArrayList<>();
    private final List<String> signals = new ArrayList<>();
    private final List<ExecEvent> kept = new ArrayList<>();
    private Consumer<ExecEvent> listener;
    private Future<WriteStatus> writes = Future.succeededFuture(WriteStatus.ACCEPTED);
    private Future<Void> signalled = Future.succeededFuture();
    private Future<Boolean> terminated = Future.succeededFuture(true);
    private int terminations;
    private long seq;

    FakeProcess(StartParams params) {
        this.params = params;
    }

    StartParams params() {
        return params;
    }

    List<String> written() {
        return written;
    }

    List<String> signals() {
        return signals;
    }

    int terminations() {
        return terminations;
    }

    void writesAre(Future<WriteStatus> status) {
        writes = status;
    }

    void signalsAre(Future<Void> done) {
        signalled = done;
    }

    void terminationsAre(Future<Boolean> done) {
        terminated = done;
    }

    FakeProcess prints(String text) {
        return prints(text.getBytes(StandardCharsets.UTF_8));
    }

    FakeProcess prints(byte[] bytes) {
        tell(new ExecEvent.Output(++seq, StreamName.STDOUT, ByteChunk.of(bytes)));
        return this;
    }

    FakeProcess exits(int code) {
        tell(new ExecEvent.Exited(++seq, code, false, null));
        return this;
    }

    FakeProcess isDenied(int code) {
        tell(new ExecEvent.Exited(++seq, code, true, null));
        return this;
    }

    FakeProcess closes() {
        tell(new ExecEvent.Closed(++seq));
        return this;
    }

    FakeProcess fails(String message) {
        tell(new ExecEvent.Failed(message));
        return this;
    }

    private void tell(ExecEvent event) {
        if (listener == null) {
            kept.add(event);
        } else {
            listener.accept(event);
        }
    }

    @Override
    public String id() {
        return params.processId();
    }

    @Override
    public void events(Consumer<ExecEvent> to) {
        listener = to;
        kept.forEach(to);
        kept.clear();
    }

    @Override
    public ProcessState state() {
        throw new AssertionError("it is not asked but listened to");
    }

    @Override
    public Future<ReadResponse> read(long afterSeq, Integer maxBytes, long waitMs) {
        throw new AssertionError("it is not read but listened to");
    }

    @Override
    public Future<WriteStatus> write(byte[] bytes) {
        written.add(new String(bytes, StandardCharsets.UTF_8));
        return writes;
    }

    @Override
    public Future<Void> signal(String signal) {
        signals.add(signal);
        return signalled;
    }

    @Override
    public Future<Void> resize(TerminalSize size) {
        throw new AssertionError("it has one size");
    }

    @Override
    public Future<Void> closeStdin() {
        throw new AssertionError("its stdin stays open");
    }

    @Override
    public Future<Boolean> terminate() {
        terminations++;
        return terminated;
    }
}

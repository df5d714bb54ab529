package dev.execbus.server;

import dev.execbus.protocol.ByteChunk;
import dev.execbus.protocol.TerminalSize;
import dev.execbus.server.RemoteEvent.Output;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;

/** Runs one command on a server as if it were here: connects its ends to ours. Made for one run. */
final class RunClient implements RemoteProcess.Local {
    /**
     * Our own ends.
     *
     * @param warnings sentences for the user while the command runs
     */
    record Ends(InputStream stdin, OutputStream stdout, OutputStream stderr, Consumer<String> warnings) {}

    private final Context context;
    private final Ends ends;
    private final Optional<LocalTerminal> terminal;
    private final RemoteProcess process;
    private final RemoteSession session;
    private final OutputWriter output;
    private final InputReader input;
    private final boolean tty;

    /** @param terminal to be taken over; empty if there is none, or the command gets none */
    RunClient(
            Vertx vertx,
            Connection.Connector connector,
            Duration reconnectFor,
            RunRequest request,
            Ends ends,
            Optional<LocalTerminal> terminal) {
        this.context = vertx.getOrCreateContext();
        this.ends = ends;
        this.terminal = terminal;
        this.tty = request.tty();
        this.session = new RemoteSession(connector, ClientTimers.of(vertx), new Retries(reconnectFor));
        TerminalSize size = terminal.map(LocalTerminal::size).orElse(TerminalSize.DEFAULT);
        this.process = new RemoteProcess(request, size, session, this);
        this.output = new OutputWriter(ends.stdout(), ends.stderr(), new OutputWriter.Listener() {
            @Override
            public void drained() {
                context.runOnContext(ignored -> process.outputDrained());
            }

            @Override
            public void failed(String sentence) {
                context.runOnContext(ignored -> process.outputFailed(sentence));
            }
        });
        this.input = new InputReader(
                ends.stdin(), () -> terminal.ifPresent(LocalTerminal::makeRaw), new InputReader.Listener() {
                    @Override
                    public void input(ByteChunk chunk) {
                        context.runOnContext(ignored -> process.input(chunk));
                    }

                    @Override
                    public void ended() {
                        context.runOnContext(ignored -> process.inputEnded());
                    }
                });
    }

    /** Blocks until the command has ended and all of its output is written. */
    RunOutcome run() throws InterruptedException {
        List<OsSignal> signals = signals();
        output.start();
        try {
            BlockingQueue<RunOutcome> end = new ArrayBlockingQueue<>(1);
            context.exceptionHandler(cause -> process.broke(cause));
            context.runOnContext(ignored -> process.run().onSuccess(end::add));
            RunOutcome outcome = end.take();
            // From here on an interrupt ends us, however slowly our output is read.
            signals.forEach(OsSignal::close);
            output.finish();
            return outcome;
        } finally {
            terminal.ifPresent(LocalTerminal::restore);
        }
    }

    private List<OsSignal> signals() {
        List<OsSignal> signals = new ArrayList<>();
        if (!tty) {
            signals.add(OsSignal.handle("INT", () -> context.runOnContext(ignored -> process.interrupt())));
        }
        terminal.ifPresent(here -> signals.add(OsSignal.handle("WINCH", () -> {
            TerminalSize size = here.size();
            context.runOnContext(ignored -> process.resize(size));
        })));
        return signals;
    }

    @Override
    public void started() {
        input.start();
    }

    @Override
    public void output(Output chunk) {
        output.write(chunk);
    }

    @Override
    public boolean isBehind() {
        return output.isBehind();
    }

    @Override
    public void inputAcknowledged() {
        input.acknowledged();
    }

    @Override
    public void warn(String sentence) {
        ends.warnings().accept(sentence);
    }
}

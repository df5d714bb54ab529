package dev.execbus.filesystem;

import dev.execbus.filesystem.CageAnswer.Failed;
import dev.execbus.filesystem.CageAnswer.Opened;
import dev.execbus.filesystem.CageAnswer.TooLong;
import dev.execbus.filesystem.CageAnswers.Awaited;
import dev.execbus.filesystem.CageRequest.Close;
import dev.execbus.protocol.ExecbusException;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's end of one confined process. Thread-safe. A thread of its own reaps the process, ends it when it does not
 * answer in time, and tells everybody who waits when it has ended.
 */
final class Cage {
    static final String FAILED = "fs sandbox helper failed: ";

    private static final Logger LOG = LoggerFactory.getLogger(Cage.class);
    /** For the exit of a process that answers nothing any more. */
    private static final Duration EXIT_PATIENCE = Duration.ofMillis(500);

    /** How late it may be noticed that an answer is overdue. */
    private static final Duration CHECKED = Duration.ofSeconds(1);

    private final Process process;
    private final OutputStream requests;
    private final CageErrors errors;
    private final CageUse use;
    private final Runnable onEnd;
    private final CageAnswers answers;
    private final Thread reaper;
    /** Why nothing can be asked any more; null while something can. */
    private volatile String ended;

    /**
     * Owns the process from now on.
     *
     * @param onEnd called when the process is reaped, on the thread that reaps it
     */
    Cage(Process process, CageUse use, Runnable onEnd) {
        this.process = process;
        this.requests = process.getOutputStream();
        this.errors = new CageErrors(process.getErrorStream(), process.pid());
        this.use = use;
        this.onEnd = onEnd;
        this.answers = new CageAnswers(process.getInputStream(), this::abandon, this::unreadable);
        this.reaper = Thread.ofPlatform()
                .daemon()
                .name("cage-reaper-" + process.pid())
                .unstarted(this::watch);
        reaper.start();
    }

    CageUse use() {
        return use;
    }

    /** False when it takes nobody new; else to be left again. */
    boolean enter() {
        return ended == null && use.enter();
    }

    void leave() {
        if (use.leave()) {
            end("its policy has changed");
        }
    }

    /** An answer to another question: it cannot be trusted any more. */
    ExecbusException nonsense(CageAnswer answer) {
        end("it answered " + answer.getClass().getSimpleName());
        return failure();
    }

    long pid() {
        return process.pid();
    }

    /** Waits for the answer; a process that gives none in time is ended. */
    CageAnswer call(CageRequest request, Duration deadline) {
        CodecOutput encoded = CageRequestCodec.encode(request);
        Awaited awaited = answers.expect(deadline);
        try {
            if (ended != null) {
                throw failure();
            }
            send(awaited.id(), encoded);
            CageAnswer answer = answers.await(awaited);
            if (answer == null) {
                throw failure();
            }
            return checked(answer);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ExecbusException.internal("interrupted while waiting for a sandboxed file operation");
        } finally {
            answers.forget(awaited);
        }
    }

    /** Something that is not answered. A process that has ended needs to be told nothing. */
    void tell(CageRequest request) {
        if (ended == null) {
            send(answers.nextId(), CageRequestCodec.encode(request));
        }
    }

    /** When nobody listens any more, the thread that reaps will say why. */
    private void send(long id, CodecOutput encoded) {
        try {
            synchronized (requests) {
                encoded.send(id, requests);
            }
        } catch (IOException e) {
            kill();
        }
    }

    /** Without closing the streams, as {@link Process#destroyForcibly} does: that may block, and loses the last words. */
    private void kill() {
        process.toHandle().destroyForcibly();
    }

    private static CageAnswer checked(CageAnswer answer) {
        if (answer instanceof Failed failed) {
            throw new ExecbusException(failed.code(), failed.message());
        }
        return answer;
    }

    ExecbusException failure() {
        return ExecbusException.internal(FAILED + ended);
    }

    boolean hasEnded() {
        return ended != null;
    }

    /** Kills it, with all that it is wrapped into. Does not wait. */
    void end(String reason) {
        synchronized (this) {
            if (ended == null) {
                ended = reason;
            }
        }
        kill();
        answers.failAll();
    }

    /** Whether it is gone and reaped in time. */
    boolean awaitEnd(Duration patience) throws InterruptedException {
        return reaper.join(patience);
    }

    /** Everybody who waits is told by the thread that reaps. */
    private void unreadable(String complaint) {
        try {
            if (!complaint.isEmpty()) {
                LOG.warn("a confined process is ended pid={} reason={}", pid(), complaint);
                end(complaint);
            } else if (!process.waitFor(EXIT_PATIENCE)) {
                kill();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            kill();
        }
    }

    private void watch() {
        try {
            while (!process.waitFor(CHECKED)) {
                Duration overdue = answers.overdue();
                if (overdue != null) {
                    end("no answer within " + overdue.toSeconds() + " seconds");
                }
            }
            reap(process.exitValue());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            end("interrupted");
        } finally {
            onEnd.run();
        }
    }

    private void reap(int status) throws InterruptedException {
        errors.awaitEnd();
        answers.awaitEnd(EXIT_PATIENCE);
        try {
            requests.close();
        } catch (IOException e) {
            // There was something left to say to it.
        }
        String lastLine = errors.lastLine();
        String reason = lastLine.isEmpty() ? "exit status " + status : lastLine;
        if (ended == null) {
            LOG.warn("a confined process ended by itself pid={} reason={}", pid(), reason);
        }
        end(reason);
    }

    /** Nobody waits for it: what it opened is to be closed. From another thread, since answers must always be read. */
    private void abandon(CageAnswer answer) {
        switch (answer) {
            case Opened opened -> Thread.startVirtualThread(() -> tell(new Close(opened.handle())));
            case TooLong file -> Thread.startVirtualThread(() -> tell(new Close(file.handle())));
            case CageAnswer.Ready ready -> {}
            case CageAnswer.Changed changed -> {}
            case CageAnswer.Told told -> {}
            case CageAnswer.Block block -> {}
            case Failed failed -> {}
        }
    }
}

package dev.execbus.filesystem;

import dev.execbus.filesystem.CageAnswer.Failed;
import dev.execbus.filesystem.CageAnswer.Opened;
import dev.execbus.filesystem.CageAnswer.TooLong;
import dev.execbus.filesystem.CageRequest.Close;
import dev.execbus.protocol.ExecbusException;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's end of one confined process. Thread-safe. A thread of its own reads the answers, reaps the process and
 * tells everybody who waits when it has ended.
 */
final class Cage {
    static final String FAILED = "fs sandbox helper failed: ";

    private static final Logger LOG = LoggerFactory.getLogger(Cage.class);
    /** For the exit of a process that answers nothing any more. */
    private static final Duration EXIT_PATIENCE = Duration.ofMillis(500);

    private static final int BUFFER = 64 << 10;

    private final Process process;
    private final OutputStream requests;
    private final CageErrors errors;
    private final CageUse use;
    private final Runnable onEnd;
    private final Map<Long, CompletableFuture<CageAnswer>> waiting = new ConcurrentHashMap<>();
    private final AtomicLong lastId = new AtomicLong();
    private final Thread reader;
    /** Why nothing can be asked any more; null while something can. */
    private volatile String ended;

    /**
     * Owns the process from now on.
     *
     * @param onEnd called when the process is reaped, on the thread that reads
     */
    Cage(Process process, CageUse use, Runnable onEnd) {
        this.process = process;
        this.requests = process.getOutputStream();
        this.errors = new CageErrors(process.getErrorStream(), process.pid());
        this.use = use;
        this.onEnd = onEnd;
        this.reader = Thread.ofPlatform()
                .daemon()
                .name("cage-answers-" + process.pid())
                .unstarted(this::readAnswers);
        reader.start();
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
        long id = lastId.incrementAndGet();
        CompletableFuture<CageAnswer> answer = new CompletableFuture<>();
        waiting.put(id, answer);
        try {
            if (ended != null) {
                throw failure();
            }
            send(id, encoded);
            return checked(answer.get(deadline.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            end("no answer within " + deadline.toSeconds() + " seconds");
            throw failure();
        } catch (ExecutionException e) {
            throw failure();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ExecbusException.internal("interrupted while waiting for a sandboxed file operation");
        } finally {
            waiting.remove(id);
        }
    }

    /** Something that is not answered. A process that has ended needs to be told nothing. */
    void tell(CageRequest request) {
        if (ended == null) {
            send(lastId.incrementAndGet(), CageRequestCodec.encode(request));
        }
    }

    /** When nobody listens any more, the thread that reads will say why. */
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
        failWaiting();
    }

    /** Whether it is gone and reaped in time. */
    boolean awaitEnd(Duration patience) throws InterruptedException {
        return reader.join(patience);
    }

    private void failWaiting() {
        waiting.values().forEach(answer -> answer.completeExceptionally(failure()));
    }

    private void readAnswers() {
        String complaint = "";
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(process.getInputStream(), BUFFER))) {
            answerUntilTheEnd(in);
        } catch (IOException | RuntimeException e) {
            complaint = "its answer makes no sense: " + e.getMessage();
        }
        try {
            reap(complaint);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            end("interrupted");
        } finally {
            onEnd.run();
        }
    }

    private void answerUntilTheEnd(DataInputStream in) throws IOException {
        CodecInput frame;
        while ((frame = CodecInput.next(in)) != null) {
            CageAnswer answer = CageAnswerCodec.decode(frame);
            CompletableFuture<CageAnswer> awaited = waiting.remove(frame.id());
            if (awaited == null || !awaited.complete(answer)) {
                abandon(answer);
            }
        }
    }

    /** @param complaint why nothing is read any more; empty for the end of the stream */
    private void reap(String complaint) throws InterruptedException {
        if (ended != null || !complaint.isEmpty() || !process.waitFor(EXIT_PATIENCE)) {
            kill();
        }
        int status = process.waitFor();
        errors.awaitEnd();
        try {
            requests.close();
        } catch (IOException e) {
            // There was something left to say to it.
        }
        String lastLine = errors.lastLine();
        String reason = !complaint.isEmpty() ? complaint : !lastLine.isEmpty() ? lastLine : "exit status " + status;
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

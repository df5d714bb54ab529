package dev.execbus.client;

import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.ProcessMethods.ReadResponse;
import io.vertx.core.Future;
import java.time.Duration;

/**
 * Reads what was missed of one process, again and again until nothing is missing. One read is under way at a time. Confined
 * to the backend's loop.
 */
final class CatchUp {
    private static final Duration PAUSE = Duration.ofMillis(200);

    /** So many reads in a row may fail, or bring nothing of what is missing. */
    private static final int PATIENCE = 25;

    /** The process that is read. */
    interface Reader {
        boolean isMissingSome();

        /** Reads everything that is not known. */
        Future<ReadResponse> read();

        /** True if it brought something. */
        boolean took(ReadResponse answer);

        void failed(String message);
    }

    private final Loop loop;
    private final Reader reader;
    private boolean wanted;
    private boolean reading;
    private int fruitless;

    CatchUp(Loop loop, Reader reader) {
        this.loop = loop;
        this.reader = reader;
    }

    /** Something may have been missed: it is read once, whatever seems to be missing. */
    void look() {
        wanted = true;
        check();
    }

    /** Something has happened. */
    void check() {
        if (reading || !(wanted || reader.isMissingSome())) {
            return;
        }
        reading = true;
        wanted = false;
        reader.read().onComplete(done -> {
            if (done.succeeded()) {
                answered(done.result());
            } else {
                failed(done.cause());
            }
        });
    }

    private void answered(ReadResponse answer) {
        fruitless = reader.took(answer) ? 0 : fruitless + 1;
        if (!reader.isMissingSome()) {
            fruitless = 0;
            goOn();
        } else if (fruitless == 0) {
            goOn();
        } else {
            pause("the exec-server does not tell what the process has printed");
        }
    }

    private void goOn() {
        reading = false;
        check();
    }

    private void failed(Throwable cause) {
        if (cause instanceof ExecbusException refusal && mayPass(refusal.code())) {
            wanted = true;
            fruitless++;
            pause(cause.getMessage());
        } else {
            reading = false;
            reader.failed(cause.getMessage());
        }
    }

    private static boolean mayPass(ErrorCode code) {
        return code.retryable() || code == ErrorCode.INTERNAL || code == ErrorCode.STALE_ATTACHMENT;
    }

    /** Counts as reading meanwhile. */
    private void pause(String reason) {
        if (fruitless > PATIENCE) {
            reading = false;
            reader.failed(reason);
        } else {
            loop.timers().after(PAUSE, this::goOn);
        }
    }
}

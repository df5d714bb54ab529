package dev.execbus.filesystem;

import dev.execbus.protocol.ExecbusException;
import dev.execbus.sandbox.Restriction;
import java.util.function.Supplier;

/**
 * Something done by a thread that has restricted itself before. Whoever waits for its result waits for the end of the
 * thread: what the thread itself would wake or start might have to go on with its restriction.
 */
final class ConfinedWork<T> implements Runnable {
    private final Restriction restriction;
    private final Supplier<T> work;
    private T result;
    private RuntimeException failure;
    private Error error;
    private boolean abandoned;

    ConfinedWork(Restriction restriction, Supplier<T> work) {
        this.restriction = restriction;
        this.work = work;
    }

    @Override
    public void run() {
        try {
            restriction.restrictThisThread();
        } catch (RuntimeException e) {
            fail(ExecbusException.internal(Cage.FAILED + e.getMessage()));
            return;
        }
        try {
            finish(work.get());
        } catch (RuntimeException e) {
            fail(e);
        } catch (Error e) {
            failBadly(e);
        }
    }

    private synchronized void finish(T value) {
        result = value;
        if (abandoned) {
            closeResult();
        }
    }

    private synchronized void fail(RuntimeException cause) {
        failure = cause;
    }

    private synchronized void failBadly(Error cause) {
        error = cause;
    }

    /** Nobody waits for it any more. */
    synchronized void abandon() {
        abandoned = true;
        closeResult();
    }

    private void closeResult() {
        if (result instanceof OpenFile file) {
            file.close();
        }
    }

    /** When the thread has ended. */
    synchronized T result() {
        if (failure != null) {
            throw failure;
        }
        if (error != null) {
            throw error;
        }
        return result;
    }
}

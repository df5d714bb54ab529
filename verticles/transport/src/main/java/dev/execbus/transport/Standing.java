package dev.execbus.transport;

import dev.execbus.bus.ProcessService.ListProcesses;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;
import java.time.Duration;

/**
 * Whether a connection still speaks for its session. A worker that has not heard the gateway for a while gives up its
 * sessions, and the gateway may have heard the worker all the time: a client that only listens would wait for ever. So
 * the worker is asked when it was quiet for long. Confined to the gateway's context; time comes from outside.
 */
final class Standing {
    private static final long QUIET_NANOS = Duration.ofMinutes(1).toNanos();

    private final Runnable lost;
    private Speaker speaker;
    private long provenNanos;
    private boolean doubted;
    private boolean asking;

    /** @param lost called when it does not speak for its session any more */
    Standing(Runnable lost) {
        this.lost = lost;
    }

    void begin(Speaker as, long nowNanos) {
        speaker = as;
        provenNanos = nowNanos;
    }

    /** The worker has said something to this connection. */
    void proven(long nowNanos) {
        provenNanos = nowNanos;
    }

    /** Something was wrong between the gateway and the worker. */
    void doubt() {
        doubted = true;
    }

    boolean isToBeAsked(long nowNanos) {
        return speaker != null && !asking && (doubted || nowNanos - provenNanos > QUIET_NANOS);
    }

    void ask(long nowNanos) {
        asking = true;
        doubted = false;
        provenNanos = nowNanos;
        speaker.worker()
                .services()
                .processes()
                .list(new ListProcesses(speaker.attachment()))
                .onComplete(done -> {
                    asking = false;
                    if (done.cause() instanceof ExecbusException failure
                            && failure.code() == ErrorCode.STALE_ATTACHMENT) {
                        lost.run();
                    }
                });
    }
}

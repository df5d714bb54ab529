package dev.execbus.transport;

import dev.execbus.bus.Attachment;
import dev.execbus.bus.ConnectionId;
import dev.execbus.bus.Failures;
import dev.execbus.bus.NodeName;
import dev.execbus.bus.SessionId;
import dev.execbus.bus.SessionService;
import dev.execbus.protocol.ExecbusException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Finds the worker that has a session: all are asked at once, nobody for longer than the patience. Confined to the
 * gateway's context.
 */
final class Resumption {
    /** Our ids have 36 characters: what is longer is not asked for. */
    private static final int LONGEST_ID = 128;

    record Found(Worker worker, Attachment attachment) {}

    private final Workers workers;
    private final NodeName gateway;
    private final Surroundings around;
    private final BiConsumer<Worker, Attachment> unwanted;
    private final long knowsAllAtNanos;
    private final Set<Question> open = new LinkedHashSet<>();

    /** @param unwanted takes what was attached after it had been given up */
    Resumption(Workers workers, NodeName gateway, Surroundings around, BiConsumer<Worker, Attachment> unwanted) {
        this.workers = workers;
        this.gateway = gateway;
        this.around = around;
        this.unwanted = unwanted;
        this.knowsAllAtNanos = around.now() + around.lease().toNanos();
    }

    Future<Found> resume(SessionId session, ConnectionId connection) {
        if (session.value().length() > LONGEST_ID) {
            return Future.failedFuture(ResumeRound.unknown(session));
        }
        return new Question(session, workers.live()).ask(connection);
    }

    /** Time has passed. */
    void expire() {
        long now = around.now();
        for (Question question : List.copyOf(open)) {
            if (now - question.deadlineNanos > 0) {
                question.round.giveUp();
                question.conclude();
            }
        }
    }

    /** A gateway that has just come may not have heard of everybody. */
    private boolean someUnasked() {
        return around.clustered()
                ? workers.anySilent() || around.now() - knowsAllAtNanos < 0
                : workers.live().isEmpty();
    }

    private final class Question {
        private final SessionId session;
        private final Collection<Worker> asked;
        private final ResumeRound round;
        private final long deadlineNanos;
        private final boolean someOutOfReach;
        private final Promise<Found> promise = Promise.promise();

        Question(SessionId session, Collection<Worker> asked) {
            this.session = session;
            this.asked = asked;
            this.round =
                    new ResumeRound(session, asked.stream().map(Worker::name).toList());
            this.deadlineNanos = around.now() + around.resumePatience().toNanos();
            this.someOutOfReach = someUnasked();
        }

        Future<Found> ask(ConnectionId connection) {
            open.add(this);
            for (Worker worker : asked) {
                worker.sessions()
                        .resume(new SessionService.Resume(session, gateway, connection))
                        .onComplete(done -> {
                            if (done.succeeded()) {
                                attached(worker, done.result().attachment());
                            } else {
                                denied(worker, Failures.told(done.cause()));
                            }
                        });
            }
            conclude();
            return promise.future();
        }

        /** Who was silent when the others were asked may be heard again by now, and has not been asked. */
        private boolean someCame() {
            return around.clustered() && !asked.containsAll(workers.live());
        }

        private void attached(Worker worker, Attachment attachment) {
            open.remove(this);
            if (!promise.tryComplete(new Found(worker, attachment))) {
                unwanted.accept(worker, attachment);
            }
        }

        private void denied(Worker worker, ExecbusException cause) {
            round.denied(worker.name(), cause);
            conclude();
        }

        void conclude() {
            round.verdict(someOutOfReach || someUnasked() || someCame()).ifPresent(refusal -> {
                open.remove(this);
                promise.tryFail(refusal);
            });
        }
    }
}

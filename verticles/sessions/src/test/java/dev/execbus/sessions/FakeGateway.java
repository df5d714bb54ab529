package dev.execbus.sessions;

import dev.execbus.bus.Attachment;
import dev.execbus.bus.GatewayService;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A gateway that holds what a test says, and answers at once unless it is told to be slow or gone. */
final class FakeGateway implements GatewayService {
    final Set<Attachment> held = new HashSet<>();
    final List<Integer> audited = new ArrayList<>();
    private final ArrayDeque<Runnable> unanswered = new ArrayDeque<>();
    private boolean slow;
    private ExecbusException failure;

    void slow() {
        slow = true;
    }

    void gone() {
        failure = new ExecbusException(ErrorCode.WORKER_UNAVAILABLE, "gone");
    }

    void broken() {
        failure = ExecbusException.internal("broken");
    }

    /** By what it holds at the time of the answer. */
    void answerFirst() {
        unanswered.remove().run();
    }

    @Override
    public Future<Delivered> deliver(Deliver deliver) {
        return Future.failedFuture("nothing is delivered here");
    }

    @Override
    public Future<Audited> audit(Audit audit) {
        audited.add(audit.attachments().size());
        Promise<Audited> promise = Promise.promise();
        unanswered.add(() -> answer(audit, promise));
        if (!slow) {
            answerFirst();
        }
        return promise.future();
    }

    private void answer(Audit audit, Promise<Audited> promise) {
        if (failure != null) {
            promise.fail(failure);
            return;
        }
        promise.complete(new Audited(audit.attachments().stream()
                .filter(attachment -> !held.contains(attachment))
                .toList()));
    }
}

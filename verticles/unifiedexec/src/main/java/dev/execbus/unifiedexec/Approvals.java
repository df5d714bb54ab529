package dev.execbus.unifiedexec;

import dev.execbus.bus.Failures;
import dev.execbus.unifiedexec.Approver.Question;
import dev.execbus.unifiedexec.ExecPolicy.Allow;
import dev.execbus.unifiedexec.ExecPolicy.Ask;
import dev.execbus.unifiedexec.ExecPolicy.Decision;
import dev.execbus.unifiedexec.ExecPolicy.Deny;
import dev.execbus.unifiedexec.ExecPolicy.Request;
import io.vertx.core.Future;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Carries decisions out, and remembers what was approved for the session. Confined to the session's context. */
final class Approvals {
    /** Approvals that are remembered; then the oldest is asked for again. */
    static final int REMEMBERED = 1_024;

    private record Approved(List<String> argv, String cwd, boolean confined) {}

    private final Approver approver;
    private final ContextHop hop;
    private final Set<Approved> approved = new LinkedHashSet<>();

    Approvals(Approver approver, ContextHop hop) {
        this.approver = approver;
        this.hop = hop;
    }

    /** Whether it runs in the sandbox; fails if it does not run at all. */
    Future<Boolean> confined(Decision decision, Request request) {
        return switch (decision) {
            case Allow allow -> Future.succeededFuture(allow.confined());
            case Deny deny -> Future.failedFuture(ExecFailures.rejected(deny.reason()));
            case Ask ask -> asked(ask, request);
        };
    }

    private Future<Boolean> asked(Ask ask, Request request) {
        Approved one = new Approved(request.argv(), request.cwd(), ask.confined());
        if (approved.contains(one)) {
            return Future.succeededFuture(ask.confined());
        }
        return hop.to(approver.ask(new Question(request.cmd(), request.cwd(), ask.reason())))
                .transform(done -> {
                    if (done.failed()) {
                        return Future.failedFuture(ExecFailures.rejected("approval was not given: "
                                + Failures.told(done.cause()).getMessage()));
                    }
                    return switch (done.result()) {
                        case APPROVED -> Future.succeededFuture(ask.confined());
                        case APPROVED_FOR_SESSION -> {
                            remember(one);
                            yield Future.succeededFuture(ask.confined());
                        }
                        case DENIED -> Future.failedFuture(ExecFailures.rejected("rejected by user"));
                    };
                });
    }

    private void remember(Approved one) {
        if (approved.size() >= REMEMBERED) {
            approved.remove(approved.iterator().next());
        }
        approved.add(one);
    }
}

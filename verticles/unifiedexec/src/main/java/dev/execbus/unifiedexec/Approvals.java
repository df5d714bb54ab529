package dev.execbus.unifiedexec;

import dev.execbus.bus.Failures;
import dev.execbus.protocol.ExecMethods.CommandParams;
import dev.execbus.unifiedexec.Approver.Question;
import dev.execbus.unifiedexec.ExecPolicy.Allow;
import dev.execbus.unifiedexec.ExecPolicy.Ask;
import dev.execbus.unifiedexec.ExecPolicy.Decision;
import dev.execbus.unifiedexec.ExecPolicy.Deny;
import dev.execbus.unifiedexec.ExecPolicy.Request;
import io.vertx.core.Future;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Carries decisions out, and remembers what was approved for the session. Confined to the session's context. */
final class Approvals {
    /** Approvals that are remembered; then the oldest is asked for again. */
    static final int REMEMBERED = 1_024;

    private record Approved(List<String> argv, String cwd, String environmentId, boolean confined) {}

    /** @param shell the words mean what they mean to this one */
    private record ApprovedPrefix(CommandPrefix prefix, List<String> shell, String environmentId, boolean confined) {
        private static ApprovedPrefix of(
                CommandPrefix prefix, Request request, String environmentId, boolean confined) {
            return new ApprovedPrefix(prefix, shell(request), environmentId, confined);
        }

        private boolean covers(Request request, String inEnvironment, boolean asConfined) {
            return confined == asConfined
                    && Objects.equals(environmentId, inEnvironment)
                    && shell.equals(shell(request))
                    && prefix.covers(request.cmd());
        }

        private static List<String> shell(Request request) {
            return List.copyOf(request.argv().subList(0, request.argv().size() - 1));
        }
    }

    private final Approver approver;
    private final ContextHop hop;
    private final Set<Approved> approved = new LinkedHashSet<>();
    private final Set<ApprovedPrefix> approvedPrefixes = new LinkedHashSet<>();

    Approvals(Approver approver, ContextHop hop) {
        this.approver = approver;
        this.hop = hop;
    }

    /**
     * Whether it runs in the sandbox; fails if it does not run at all.
     *
     * @param command as it came
     */
    Future<Boolean> confined(Decision decision, Request request, CommandParams command) {
        return switch (decision) {
            case Allow allow -> Future.succeededFuture(allow.confined());
            case Deny deny -> Future.failedFuture(ExecFailures.rejected(deny.reason()));
            case Ask ask -> asked(ask, request, command);
        };
    }

    private Future<Boolean> asked(Ask ask, Request request, CommandParams command) {
        String environmentId = command.environmentId();
        Approved one = new Approved(request.argv(), request.cwd(), environmentId, ask.confined());
        if (approved.contains(one)
                || approvedPrefixes.stream().anyMatch(each -> each.covers(request, environmentId, ask.confined()))) {
            return Future.succeededFuture(ask.confined());
        }
        CommandPrefix prefix = offered(request);
        Question question = new Question(
                request.cmd(),
                request.cwd(),
                ask.reason(),
                command.shell(),
                environmentId,
                command.callId(),
                prefix == null ? null : prefix.words());
        return hop.to(approver.ask(question)).transform(done -> {
            if (done.failed()) {
                return Future.failedFuture(ExecFailures.rejected(
                        "approval was not given: " + Failures.told(done.cause()).getMessage()));
            }
            return switch (done.result()) {
                case APPROVED -> Future.succeededFuture(ask.confined());
                case APPROVED_FOR_SESSION -> {
                    remember(approved, one);
                    yield Future.succeededFuture(ask.confined());
                }
                case APPROVED_FOR_PREFIX -> {
                    if (prefix == null) {
                        yield denied();
                    }
                    remember(approvedPrefixes, ApprovedPrefix.of(prefix, request, environmentId, ask.confined()));
                    yield Future.succeededFuture(ask.confined());
                }
                case DENIED -> denied();
            };
        });
    }

    /** What the model wants to be allowed, if that is how this command begins; null for nothing. */
    private static CommandPrefix offered(Request request) {
        CommandPrefix wanted = new CommandPrefix(request.prefixRule());
        return wanted.covers(request.cmd()) ? wanted : null;
    }

    private static Future<Boolean> denied() {
        return Future.failedFuture(ExecFailures.rejected("rejected by user"));
    }

    private static <T> void remember(Set<T> remembered, T one) {
        if (remembered.size() >= REMEMBERED) {
            remembered.remove(remembered.iterator().next());
        }
        remembered.add(one);
    }
}

package dev.execbus.processes;

import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.ResourceLimits;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The limits of a worker's processes and what keeps them. */
final class WorkerLimits implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerLimits.class);

    private final LimitSettings settings;
    private final Optional<TreeKeeper> keeper;
    private final boolean rlimits;

    /** @param rlimits whether the machine has them */
    WorkerLimits(LimitSettings settings, Optional<TreeKeeper> keeper, boolean rlimits) {
        this.settings = settings;
        this.keeper = keeper;
        this.rlimits = rlimits;
    }

    /** Blocks for a moment. */
    static WorkerLimits ofThisMachine(String worker, LimitSettings settings) {
        if (settings.sessionCores() > 0) {
            LimitSupport.whyNoControlGroups(settings)
                    .ifPresent(reason -> LOG.warn("the cores of a session are not limited: {}", reason));
        }
        return new WorkerLimits(settings, LimitSupport.keeper(worker, settings), !JavaSpawner.WINDOWS);
    }

    SessionLimits session() {
        boolean all = limitsTrees(settings.perSession()) || settings.sessionCores() > 0;
        return new SessionLimits(
                keeper.map(each -> each.session(settings.perSession())).orElse(null),
                all,
                settings.perSession().outputBytes());
    }

    /**
     * What a process may use when its client asks for this.
     *
     * @throws ExecbusException when a limit cannot be kept on this machine
     */
    ResourceLimits allowed(ResourceLimits asked) {
        ResourceLimits limits = asked.within(settings.perProcess());
        if (keeper.isEmpty() && (limitsTrees(limits) || limitsTrees(settings.perSession()))) {
            throw unsupported("memory and processes cannot be limited on this machine: it needs Linux with what the"
                    + " native spawner needs");
        }
        if (!rlimits && !Rlimits.of(limits).none()) {
            throw unsupported("processor seconds, open files and the size of files cannot be limited on this machine");
        }
        return limits;
    }

    @Override
    public void close() {
        keeper.ifPresent(TreeKeeper::close);
    }

    private static boolean limitsTrees(ResourceLimits limits) {
        return limits.memoryBytes() != 0 || limits.processes() != 0;
    }

    private static ExecbusException unsupported(String sentence) {
        return new ExecbusException(ErrorCode.UNSUPPORTED, sentence);
    }
}

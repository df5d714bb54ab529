package dev.execbus.unifiedexec;

import dev.execbus.bus.Timers;
import io.vertx.core.Context;
import java.security.SecureRandom;
import java.util.UUID;

/** Makes what clients use, all of it on one context. Any thread. */
public final class UnifiedExecFactory {
    private final UnifiedExecSettings settings;
    private final String version;
    private final ContextHop hop;
    private final Clock clock;
    private final MemoryBudget budget;
    private final SecureRandom random = new SecureRandom();

    /** @param version told to commands */
    public UnifiedExecFactory(Context context, UnifiedExecSettings settings, String version) {
        this.settings = settings;
        this.version = version;
        this.hop = ContextHop.of(context);
        this.clock = new Clock(Timers.of(context.owner()), System::nanoTime);
        this.budget = new MemoryBudget(settings.retainedBytesPerNode());
    }

    /**
     * For one client.
     *
     * @param places stay the caller's, who closes them
     */
    public UnifiedExec create(ExecPlaces places, Approver approver) {
        Launches launches = new Launches(
                settings,
                new SessionVariables(UUID.randomUUID().toString(), version),
                settings.policy(),
                new Approvals(approver, hop),
                hop,
                clock,
                budget,
                () -> UUID.randomUUID().toString());
        return new UnifiedExecSession(settings, places, launches, new ExecIds(random), hop, clock);
    }
}

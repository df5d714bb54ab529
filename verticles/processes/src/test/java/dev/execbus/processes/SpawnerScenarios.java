package dev.execbus.processes;

import org.junit.jupiter.api.Timeout;

/** What every spawner must do, on real processes of a Unix machine. */
@Timeout(60)
interface SpawnerScenarios
        extends OutputScenarios,
                InputScenarios,
                TerminalScenarios,
                ChildScenarios,
                SignalScenarios,
                LookupScenarios,
                LimitScenarios {}

package dev.execbus.processes;

import dev.execbus.protocol.Signal;

/** How a process ended: with a code of its own, or by a signal. */
sealed interface ExitStatus {
    record Code(int value) implements ExitStatus {}

    record Killed(Signal signal) implements ExitStatus {}

    /** The shell's number: 128 + n for a signal. */
    default int exitCode() {
        return switch (this) {
            case Code code -> code.value();
            case Killed killed -> 128 + killed.signal().number();
        };
    }

    /** The signal's name without SIG; null after an ordinary exit. */
    default String signalName() {
        return switch (this) {
            case Code code -> null;
            case Killed killed -> killed.signal().name();
        };
    }
}

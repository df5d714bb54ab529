package dev.execbus.client;

/** What was told of a process without being asked. */
sealed interface Heard {
    /** An event with its number. */
    record Event(ExecEvent.Numbered event) implements Heard {}

    /** An exit that does not say whether the sandbox was met, as early servers tell it: that has to be read. */
    record BareExit(long seq, int exitCode) implements Heard {}

    /** A close without its number, as early servers tell it: it is the next. */
    record BareClose() implements Heard {}
}

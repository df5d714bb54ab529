package dev.execbus.client;

import java.time.Duration;

/**
 * How a {@link RemoteBackend} behaves.
 *
 * @param clientName as which it introduces itself
 * @param initializeTimeout how long the answer to the introduction may take
 * @param recoveryWindow how long a lost connection may be gone until its session and its processes are given up
 * @param reconnectPause between two attempts, on average
 * @param quiet a process that says nothing for so long is asked whether something was missed
 * @param answerTimeout how long an answer may take, where nothing in the request says that it takes longer
 */
public record RemoteSettings(
        String clientName,
        Duration initializeTimeout,
        Duration recoveryWindow,
        Duration reconnectPause,
        Duration quiet,
        Duration answerTimeout) {
    public static final RemoteSettings DEFAULTS = new RemoteSettings(
            "execbus-client",
            Duration.ofSeconds(10),
            Duration.ofSeconds(45),
            Duration.ofMillis(100),
            Duration.ofSeconds(10),
            Duration.ofMinutes(2));

    /** The same, introduced by this name. */
    public RemoteSettings named(String name) {
        return new RemoteSettings(name, initializeTimeout, recoveryWindow, reconnectPause, quiet, answerTimeout);
    }

    /** The same with another patience for the introduction. */
    public RemoteSettings initializeWithin(Duration timeout) {
        return new RemoteSettings(clientName, timeout, recoveryWindow, reconnectPause, quiet, answerTimeout);
    }

    /** The same with another window and pause. */
    public RemoteSettings recovering(Duration window, Duration pause) {
        return new RemoteSettings(clientName, initializeTimeout, window, pause, quiet, answerTimeout);
    }

    /** The same with another patience for processes that say nothing. */
    public RemoteSettings askingAfter(Duration silence) {
        return new RemoteSettings(
                clientName, initializeTimeout, recoveryWindow, reconnectPause, silence, answerTimeout);
    }

    /** The same with another patience for answers. */
    public RemoteSettings answeredWithin(Duration timeout) {
        return new RemoteSettings(clientName, initializeTimeout, recoveryWindow, reconnectPause, quiet, timeout);
    }
}

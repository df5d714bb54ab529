package dev.execbus.transport;

import dev.execbus.protocol.Dialect;
import dev.execbus.protocol.ExecbusException;

/**
 * Where a connection stands between its first request and its work. A failed {@code initialize} may be repeated, a
 * successful one not. Confined to the transport's context.
 */
final class Handshake {
    private sealed interface State {
        record New() implements State {}

        record Initializing() implements State {}

        record Attached(Speaker speaker, boolean initialized) implements State {}

        /** Without a session. */
        record Invited(boolean initialized) implements State {}
    }

    private State state = new State.New();
    private Dialect dialect = Dialect.STRICT;

    void begin(Dialect spoken) {
        if (state instanceof State.Attached || state instanceof State.Invited) {
            throw ExecbusException.invalidRequest("initialize may only be sent once per connection");
        }
        dialect = spoken;
        state = new State.Initializing();
    }

    void succeeded(Speaker speaker) {
        state = new State.Attached(speaker, false);
    }

    /** It comes by a share, and gets no session. */
    void invited() {
        state = new State.Invited(false);
    }

    void failed() {
        state = new State.New();
    }

    /** False when the client may not say so yet. */
    boolean initialized() {
        if (state instanceof State.Attached attached) {
            state = new State.Attached(attached.speaker(), true);
            return true;
        }
        if (state instanceof State.Invited) {
            state = new State.Invited(true);
            return true;
        }
        return false;
    }

    boolean initializing() {
        return state instanceof State.Initializing;
    }

    Dialect dialect() {
        return dialect;
    }

    /** Null while nobody is attached. */
    Speaker speaker() {
        return state instanceof State.Attached attached ? attached.speaker() : null;
    }

    /** The one as whom a request of this family speaks. */
    Speaker require(String family) {
        return switch (state) {
            case State.New fresh -> throw missing("initialize", family);
            case State.Initializing initializing -> throw missing("initialize", family);
            case State.Attached attached -> {
                requireInitialized(attached.initialized(), family);
                yield attached.speaker();
            }
            case State.Invited invited ->
                throw ExecbusException.invalidRequest("a share gives access to its process only");
        };
    }

    /** As {@link #require}, for what needs no session; null for a client without one. */
    Speaker requireAny(String family) {
        if (state instanceof State.Invited invited) {
            requireInitialized(invited.initialized(), family);
            return null;
        }
        return require(family);
    }

    private static void requireInitialized(boolean initialized, String family) {
        if (!initialized) {
            throw ExecbusException.invalidRequest("client must send initialized before using " + family + " methods");
        }
    }

    private static ExecbusException missing(String call, String family) {
        return ExecbusException.invalidRequest("client must call " + call + " before using " + family + " methods");
    }
}

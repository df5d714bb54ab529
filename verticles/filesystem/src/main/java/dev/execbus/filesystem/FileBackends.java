package dev.execbus.filesystem;

import dev.execbus.bus.SessionId;
import dev.execbus.protocol.SandboxParams;

/** Chooses where a command is done. Thread-safe; {@link #of} may block. */
interface FileBackends extends AutoCloseable {
    /**
     * @param readsOnly the command changes nothing: under a policy that lets everything be read it is done directly
     * @throws dev.execbus.protocol.ExecbusException when the policy cannot be enforced here; nothing may be done then
     */
    FileBackend of(SessionId session, SandboxParams policy, boolean readsOnly);

    /** Lets go of all that was started for it. Does not block. */
    void ended(SessionId session);

    /** Ends everything; blocks shortly. */
    @Override
    void close();
}

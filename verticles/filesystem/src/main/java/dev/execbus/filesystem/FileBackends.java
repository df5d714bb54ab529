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

    /**
     * For a command that changes nothing. What /proc says of a process, such as this server, is not read directly under
     * a policy that restricts anything: its processes do not see it either.
     */
    default FileBackend toRead(SessionId session, SandboxParams policy, String path) {
        boolean direct = !policy.needsEnforcementToRead()
                && !(policy.needsEnforcementToWrite() && ProcessFiles.areReachedBy(NativePath.of(path)));
        return of(session, policy, direct);
    }

    /** Lets go of all that was started for it. Does not block. */
    void ended(SessionId session);

    /** Ends everything; blocks shortly. */
    @Override
    void close();
}

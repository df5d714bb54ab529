package dev.execbus.sandbox;

import dev.execbus.protocol.SandboxParams;
import java.util.List;
import java.util.Map;

/**
 * What a worker has to confine processes and file operations. Thread-safe. Looks at files and waits for the probe, so it
 * blocks: never to be called on an event loop.
 */
public interface Sandbox extends AutoCloseable {
    /** Waits for the probe. */
    SandboxSupport support();

    /**
     * @param argv the command; the first element names the program
     * @param arg0 what it sees as its name; null for {@code argv[0]}
     * @param env its whole environment
     * @param terminal whether it gets a terminal
     */
    record Command(List<String> argv, String arg0, String cwd, Map<String, String> env, boolean terminal) {
        public Command {
            argv = List.copyOf(argv);
            env = Map.copyOf(env);
        }
    }

    /**
     * When the policy cannot be enforced here the answer is a process that says why and fails.
     *
     * @throws dev.execbus.protocol.ExecbusException when not even that can be had; nothing may run then
     */
    Confinement process(SandboxParams policy, Command command);

    /** The process has exited: its mount points are removed once no other needs them. Repeatable. */
    void ended(Confinement.Wrapped confinement);

    /**
     * For operations that change something, or read under a policy that restricts reading: others are done directly.
     *
     * @param readable files and directories that the confined process itself must be able to read
     * @throws dev.execbus.protocol.ExecbusException when the policy cannot be enforced here, with the reason; nothing
     *     may be done then
     */
    FileConfinement files(SandboxParams policy, List<String> readable);

    /** Removes what is left behind on the disk. Everything confined must have ended. */
    @Override
    void close();
}

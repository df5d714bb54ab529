package dev.execbus.processes;

/**
 * The port that starts operating system processes. There is one for Linux that speaks to the C library, and one on the
 * JDK and pty4j for everywhere else; both pass the same scenarios.
 */
interface ProcessSpawner extends AutoCloseable {
    /**
     * Starts a process in a session and process group of its own. Blocking: called on a pool thread, by several at a
     * time. Nothing is reported to the observer before {@link SpawnedProcess#begin}.
     *
     * @throws SpawnException when there is no process; nothing is left behind then
     */
    SpawnedProcess spawn(Launch launch, ProcessObserver observer) throws SpawnException;

    /** For logs and {@code environmentInfo}: {@code native} or {@code java}. */
    String name();

    /** Lets go of threads and descriptors. Processes must have ended before. */
    @Override
    void close();
}

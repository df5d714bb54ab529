package dev.execbus.processes;

import dev.execbus.protocol.Signal;
import dev.execbus.protocol.TerminalSize;

/** A running process. All methods return at once and may be called from the supervisor's context only. */
interface SpawnedProcess {
    long pid();

    /** Starts reading and reporting. Once. */
    void begin();

    /**
     * Hands over as much as fits without waiting.
     *
     * @return the number of bytes taken, from {@code offset}; fewer than there are means {@link ProcessObserver#writable}
     *     will be called; -1 when the process has closed its stdin or is gone
     */
    int write(byte[] bytes, int offset);

    /** Ends stdin: closes the pipe, or types the terminal's end-of-file character. */
    void closeStdin();

    /** Sees to what it may have answered already. Whether there was something, of any process. */
    default boolean look() {
        return false;
    }

    /** Reading stops until {@link #resumeReading}; the process blocks once its pipe is full. */
    void pauseReading();

    void resumeReading();

    /** Reading ends for good and the streams are reported as ended; whoever still holds them is not waited for. */
    void stopReading();

    /** Sends to the process group; does nothing once the leader has been reaped and nobody can be in the group. */
    void signalGroup(Signal signal);

    /**
     * Of one that was launched wrapped: sends to the command inside and its group, and does nothing once the leader has
     * been reaped.
     *
     * @return false while there is no command yet
     */
    boolean signalCommand(Signal signal);

    /** After the exit: kills what the leader has left behind in its group. */
    void killLeftovers();

    /** For terminals; does nothing on pipes. */
    void resize(TerminalSize size);

    /** After exit and the end of all streams: lets go of what is left, for instance stdin. Repeatable. */
    void release();
}

package dev.execbus.processes;

import dev.execbus.protocol.StreamName;

/**
 * What a spawner reports of one process, from one thread at a time but any thread. Output of a stream comes in order;
 * each stream that was opened ends exactly once, also when reading was stopped; the exit is told exactly once, and after
 * the output that was there to read when the process ended.
 */
interface ProcessObserver {
    /** 1 to 65,536 bytes; the array is given away. */
    void output(StreamName stream, byte[] bytes);

    /** End of file, a hang-up, a read error or {@link SpawnedProcess#stopReading}. */
    void ended(StreamName stream);

    void exited(ExitStatus status);

    /** There is room again after a {@link SpawnedProcess#write} that did not take everything. */
    void writable();
}

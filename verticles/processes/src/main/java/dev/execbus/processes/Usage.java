package dev.execbus.processes;

/** What processes have at a moment. */
record Usage(long memoryBytes, long processes) {
    static final Usage NONE = new Usage(0, 0);

    Usage plus(Usage other) {
        return new Usage(memoryBytes + other.memoryBytes, processes + other.processes);
    }
}

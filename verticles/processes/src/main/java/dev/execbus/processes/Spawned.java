package dev.execbus.processes;

/**
 * A process of the operating system, not watched yet.
 *
 * @param enforced whether a sandbox holds it
 */
record Spawned(SpawnedProcess process, boolean enforced) {}

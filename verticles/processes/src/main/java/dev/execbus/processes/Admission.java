package dev.execbus.processes;

/** What must be done to a child before its program runs. */
interface Admission {
    /**
     * On a thread of the spawner; does not wait long.
     *
     * @param helpers processes that its sandbox adds to those of the program
     * @throws SpawnException when the child must not run
     */
    void admit(int pid, int helpers) throws SpawnException;
}

package dev.execbus.processes;

/**
 * What a spawner has to do for the limits of a process.
 *
 * @param rlimits in force before the program begins
 * @param admission done to the child; null for nothing
 * @param early whether that has to be before the program begins, where the spawner can
 * @param helpers processes that the program's sandbox adds to it
 */
record LaunchLimits(Rlimits rlimits, Admission admission, boolean early, int helpers) {
    static final LaunchLimits NONE = new LaunchLimits(new Rlimits(0, 0, 0), null, false, 0);

    LaunchLimits withHelpers(int count) {
        return new LaunchLimits(rlimits, admission, early, count);
    }

    /** What is left when the command itself sets the rlimits. */
    LaunchLimits withoutRlimits() {
        return new LaunchLimits(NONE.rlimits(), admission, early, helpers);
    }

    /** What is left when somebody else admits the child. */
    LaunchLimits withoutAdmission() {
        return new LaunchLimits(rlimits, null, false, helpers);
    }

    boolean needGate() {
        return !rlimits.none() || (early && admission != null);
    }

    /**
     * To a child whose program has not begun, by the kernel's calls for another process. Until then it has the server's own
     * memory: who looks at what it uses must not see it yet.
     */
    void begin(int pid) throws SpawnException {
        if (!rlimits.none()) {
            OpenDescriptors.succeeded(RlimitCalls.apply(pid, rlimits));
        }
        if (early) {
            admit(pid);
        }
    }

    /** All but the rlimits. */
    void admit(int pid) throws SpawnException {
        if (admission != null) {
            admission.admit(pid, helpers);
        }
    }
}

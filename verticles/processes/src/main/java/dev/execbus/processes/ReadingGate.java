package dev.execbus.processes;

/**
 * Whether a process's output is being read. Two parties may stop it: the supervisor, for a slow client or a slow disk,
 * and the hand-over between threads. Any thread; the lock is held for two field writes and a call that does not wait.
 */
final class ReadingGate {
    private SpawnedProcess process;
    private boolean heldBySupervisor;
    private boolean heldByInbox;

    synchronized void attach(SpawnedProcess spawned) {
        process = spawned;
        process.begin();
        if (heldBySupervisor || heldByInbox) {
            process.pauseReading();
        }
    }

    synchronized void holdBySupervisor(boolean hold) {
        boolean before = held();
        heldBySupervisor = hold;
        apply(before);
    }

    synchronized void holdByInbox(boolean hold) {
        boolean before = held();
        heldByInbox = hold;
        apply(before);
    }

    private boolean held() {
        return heldBySupervisor || heldByInbox;
    }

    private void apply(boolean before) {
        if (process == null || before == held()) {
            return;
        }
        if (before) {
            process.resumeReading();
        } else {
            process.pauseReading();
        }
    }
}

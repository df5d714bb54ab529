package dev.execbus.processes;

/** Signals to single processes. */
interface MemberSignals {
    int STOP = 19;
    int KILL = 9;

    /** To this very process, or to nobody: its number may have become another's since the row was read. */
    void send(ProcessRow row, int signal);
}

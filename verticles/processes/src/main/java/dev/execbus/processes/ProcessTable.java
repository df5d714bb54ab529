package dev.execbus.processes;

import java.util.List;
import java.util.OptionalLong;

/** The processes of the machine as far as this one can see them. */
interface ProcessTable {
    /** One look at all of them; whoever comes or goes meanwhile may be missing. */
    List<ProcessRow> read();

    /** When the process of that number was started; empty when there is none. */
    OptionalLong startTime(int pid);
}

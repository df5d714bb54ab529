package dev.execbus.processes;

import dev.execbus.bus.ProcessEvent;

/**
 * An event and when its log got it.
 *
 * @param timeMs wall clock, in ms since 1970; never less than that of the event before
 */
record TimedEvent(ProcessEvent event, long timeMs) {}

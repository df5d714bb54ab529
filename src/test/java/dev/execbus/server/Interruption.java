package dev.execbus.server;

import dev.execbus.testkit.WebSocketWire;
import java.time.Duration;
import java.util.List;

/**
 * What a client went through between two connections.
 *
 * @param end of the connection before
 * @param connects attempts, the one that worked included
 * @param refusals codes of the answers to {@code initialize} before the one that worked
 * @param attached from the cut, or from when it was noticed if nobody told of a cut
 * @param firstEvent the same, until the first new output
 */
record Interruption(
        WebSocketWire.End end, int connects, List<Integer> refusals, Duration attached, Duration firstEvent) {
    Interruption {
        refusals = List.copyOf(refusals);
    }
}

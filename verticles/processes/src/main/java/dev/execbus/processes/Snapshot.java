package dev.execbus.processes;

import dev.execbus.protocol.ByteChunk;

/**
 * A terminal's screen as it was after exactly the event {@code afterSeq}.
 *
 * @param bytes what a terminal of this size is sent to show the same, whatever it showed before; 50 KB at most
 */
record Snapshot(ByteChunk bytes, int rows, int cols, long afterSeq) {}

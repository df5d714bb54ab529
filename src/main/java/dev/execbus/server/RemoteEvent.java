package dev.execbus.server;

import dev.execbus.protocol.ByteChunk;
import dev.execbus.protocol.StreamName;

/** What a server tells about our process, numbered from 1 without gaps; {@link Closed} is the last. */
sealed interface RemoteEvent {
    long seq();

    record Output(long seq, StreamName stream, ByteChunk chunk) implements RemoteEvent {}

    record Exited(long seq, int exitCode) implements RemoteEvent {}

    record Closed(long seq) implements RemoteEvent {}
}

package dev.execbus.bus;

import dev.execbus.protocol.FileMethods.ChangedNotification;
import dev.execbus.protocol.FileMethods.MissingChangedNotification;

/** What happens to files that a connection watches. */
public sealed interface FileEvent extends ClientEvent {
    record MissingChanged(MissingChangedNotification notification) implements FileEvent {}

    record Changed(ChangedNotification notification) implements FileEvent {}
}

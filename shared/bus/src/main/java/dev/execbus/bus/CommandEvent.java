package dev.execbus.bus;

import dev.execbus.protocol.ExecMethods.BeganNotification;
import dev.execbus.protocol.ExecMethods.EndedNotification;
import dev.execbus.protocol.ExecMethods.InteractionNotification;
import dev.execbus.protocol.ExecMethods.OutputDeltaNotification;

/** What happens to commands of unified exec. */
public sealed interface CommandEvent extends ClientEvent {
    record Began(BeganNotification notification) implements CommandEvent {}

    record OutputDelta(OutputDeltaNotification notification) implements CommandEvent {}

    record Interaction(InteractionNotification notification) implements CommandEvent {}

    record Ended(EndedNotification notification) implements CommandEvent {}
}

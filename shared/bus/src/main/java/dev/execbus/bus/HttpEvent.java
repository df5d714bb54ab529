package dev.execbus.bus;

import dev.execbus.protocol.HttpMethods.BodyDeltaNotification;

/** What comes of a streamed request. */
public sealed interface HttpEvent extends ClientEvent {
    record BodyDelta(BodyDeltaNotification notification) implements HttpEvent {}
}

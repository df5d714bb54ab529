package dev.execbus.bus;

import io.vertx.core.Future;

/** How {@code sessions} tells the other rooms of its node who speaks for a session, before it tells the client. */
public interface AttachmentListener {
    sealed interface Message extends BusMessage {}

    sealed interface Changed extends Message {}

    record Attached(Attachment attachment) implements Changed {}

    /** Nobody speaks for the session; {@code epoch} is the last attachment's. */
    record Detached(SessionId session, long epoch) implements Changed {}

    /** Gone for good: let go of all it owns. */
    record Ended(SessionId session) implements Changed {}

    record Acknowledged() implements Message {}

    Future<Acknowledged> changed(Changed changed);

    /** The rooms that own something of a session. */
    enum Room {
        PROCESSES,
        FILES,
        HTTP,
        UNIFIED_EXEC
    }

    static AttachmentListener on(Bus bus, Room room, NodeName worker) {
        String address = address(room, worker);
        return changed -> bus.request(address, changed, Acknowledged.class);
    }

    static Future<Void> serve(Bus bus, Room room, NodeName worker, AttachmentListener listener) {
        return bus.serve(address(room, worker), Changed.class, listener::changed);
    }

    private static String address(Room room, NodeName worker) {
        return switch (room) {
            case PROCESSES -> "execbus.attachments.processes." + worker;
            case FILES -> "execbus.attachments.files." + worker;
            case HTTP -> "execbus.attachments.http." + worker;
            case UNIFIED_EXEC -> "execbus.attachments.unifiedexec." + worker;
        };
    }
}

package dev.execbus.transport;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.execbus.protocol.RpcFrames;
import dev.execbus.protocol.ViewMethods;
import java.nio.charset.StandardCharsets;

/**
 * What one view is told, as notifications to its client, which may leave them unread: nobody waits for that. Confined to
 * the gateway's context.
 */
final class ViewFrames {
    private static final byte[] OUTPUT = ("{\"method\":\"" + ViewMethods.OUTPUT + "\",\"params\":{\"viewId\":\"")
            .getBytes(StandardCharsets.US_ASCII);

    private final Door door;
    private final String viewId;
    private final byte[] quotedId;

    ViewFrames(Door door, String viewId) {
        this.door = door;
        this.viewId = viewId;
        this.quotedId = JsonStringEncoder.getInstance().quoteAsUTF8(viewId);
    }

    void send(FeedEvent event) {
        switch (event) {
            case FeedEvent.Printed printed ->
                door.sendPatiently(door.buffer(
                                OUTPUT.length + quotedId.length + printed.rest().length())
                        .writeBytes(OUTPUT)
                        .writeBytes(quotedId)
                        .writeBytes(printed.rest().bytes()));
            case FeedEvent.Exited exited ->
                send(
                        ViewMethods.EXITED,
                        new ViewMethods.ExitedNotification(viewId, exited.seq(), exited.exitCode(), exited.signal()));
            case FeedEvent.Closed closed ->
                send(ViewMethods.CLOSED, new ViewMethods.ClosedNotification(viewId, closed.seq()));
        }
    }

    void send(String method, Record params) {
        byte[] frame = RpcFrames.notification(method, params);
        door.sendPatiently(door.buffer(frame.length).writeBytes(frame));
    }
}

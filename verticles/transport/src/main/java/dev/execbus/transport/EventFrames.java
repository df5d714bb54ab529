package dev.execbus.transport;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.execbus.bus.ClientEvent;
import dev.execbus.bus.CommandEvent;
import dev.execbus.bus.FileEvent.Changed;
import dev.execbus.bus.FileEvent.MissingChanged;
import dev.execbus.bus.HttpEvent.BodyDelta;
import dev.execbus.bus.ProcessEvent.Closed;
import dev.execbus.bus.ProcessEvent.Exited;
import dev.execbus.bus.ProcessEvent.Output;
import dev.execbus.protocol.ExecMethods;
import dev.execbus.protocol.FileMethods;
import dev.execbus.protocol.HttpMethods;
import dev.execbus.protocol.ProcessMethods;
import dev.execbus.protocol.ProcessMethods.ClosedNotification;
import dev.execbus.protocol.ProcessMethods.ExitedNotification;
import dev.execbus.protocol.RpcFrames;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Events as notifications. Output is most of what a server ever sends, so it is written straight to bytes, once. Not
 * thread-safe: one for each connection, which also remembers the last process id it had to quote.
 */
final class EventFrames {
    private static final byte[] BEGIN = ascii("{\"method\":\"process/output\",\"params\":{\"processId\":\"");
    private static final byte[] SEQ = ascii("\",\"seq\":");
    private static final byte[] STREAM = ascii(",\"stream\":\"");
    private static final byte[] CHUNK = ascii("\",\"chunk\":\"");
    private static final byte[] END = ascii("\"}}");
    private static final int FIXED = BEGIN.length + SEQ.length + STREAM.length + CHUNK.length + END.length + 32;

    /** A full read in base64. */
    private static final int BASE64_BYTES = 87_384;

    private final Door door;
    private String lastId;
    private byte[] lastQuoted;
    private byte[] base64 = new byte[0];

    EventFrames(Door door) {
        this.door = door;
    }

    ByteBuf encode(ClientEvent event) {
        return switch (event) {
            case Output output -> output(output);
            case Exited exited ->
                bytes(
                        ProcessMethods.EXITED,
                        new ExitedNotification(
                                exited.processId(),
                                exited.seq(),
                                exited.exitCode(),
                                exited.sandboxDenied(),
                                exited.signal(),
                                exited.verdict()));
            case Closed closed ->
                bytes(ProcessMethods.CLOSED, ClosedNotification.of(closed.processId(), closed.seq(), closed.streams()));
            case MissingChanged missing -> bytes(FileMethods.MISSING_CHANGED, missing.notification());
            case Changed changed -> bytes(FileMethods.CHANGED, changed.notification());
            case BodyDelta delta -> bytes(HttpMethods.BODY_DELTA, delta.notification());
            case CommandEvent.Began began -> bytes(ExecMethods.BEGAN, began.notification());
            case CommandEvent.OutputDelta delta -> bytes(ExecMethods.OUTPUT_DELTA, delta.notification());
            case CommandEvent.Interaction written -> bytes(ExecMethods.INTERACTION, written.notification());
            case CommandEvent.Ended ended -> bytes(ExecMethods.ENDED, ended.notification());
        };
    }

    private ByteBuf output(Output output) {
        byte[] id = quoted(output.processId());
        int base64Length = (output.chunk().length() + 2) / 3 * 4;
        if (base64.length < base64Length) {
            base64 = new byte[Math.max(base64Length, BASE64_BYTES)];
        }
        Base64.getEncoder().encode(output.chunk().bytes(), base64);
        return door.buffer(FIXED + id.length + base64Length)
                .writeBytes(BEGIN)
                .writeBytes(id)
                .writeBytes(SEQ)
                .writeBytes(ascii(Long.toString(output.seq())))
                .writeBytes(STREAM)
                .writeBytes(ascii(output.stream().wireName()))
                .writeBytes(CHUNK)
                .writeBytes(base64, 0, base64Length)
                .writeBytes(END);
    }

    private ByteBuf bytes(String method, Record params) {
        byte[] frame = RpcFrames.notification(method, params);
        return door.buffer(frame.length).writeBytes(frame);
    }

    private byte[] quoted(String processId) {
        if (!processId.equals(lastId)) {
            lastId = processId;
            lastQuoted = JsonStringEncoder.getInstance().quoteAsUTF8(processId);
        }
        return lastQuoted;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}

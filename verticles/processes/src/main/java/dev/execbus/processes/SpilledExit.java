package dev.execbus.processes;

import dev.execbus.bus.ProcessEvent.Exited;
import dev.execbus.protocol.Verdict;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * An exit as it is on disk: code, denial, and the names of signal and verdict, empty for none. It is spilled only when
 * more than the memory's worth of output follows it.
 */
final class SpilledExit {
    private static final int FIXED_BYTES = Integer.BYTES + 2;

    private SpilledExit() {}

    static byte[] encode(Exited exited) {
        byte[] signal = bytes(exited.signal());
        byte[] verdict =
                bytes(exited.verdict() == null ? null : exited.verdict().name());
        return ByteBuffer.allocate(FIXED_BYTES + signal.length + verdict.length)
                .putInt(exited.exitCode())
                .put((byte) (exited.sandboxDenied() ? 1 : 0))
                .put((byte) signal.length)
                .put(signal)
                .put(verdict)
                .array();
    }

    static Exited decode(String processId, long seq, byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        int code = in.getInt();
        boolean denied = in.get() == 1;
        String signal = text(in, in.get());
        String verdict = text(in, in.remaining());
        return new Exited(processId, seq, code, signal, denied, verdict == null ? null : Verdict.valueOf(verdict));
    }

    private static byte[] bytes(String text) {
        return text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(ByteBuffer in, int length) {
        byte[] bytes = new byte[length];
        in.get(bytes);
        return length == 0 ? null : new String(bytes, StandardCharsets.UTF_8);
    }
}

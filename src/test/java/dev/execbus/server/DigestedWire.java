package dev.execbus.server;

import dev.execbus.testkit.MessageWire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/** Keeps of output no more than a digest and passes everything else on. Nothing is read while it is frozen. */
final class DigestedWire implements MessageWire {
    private static final byte[] VIEWED = "{\"method\":\"view/output\",".getBytes(StandardCharsets.UTF_8);

    private final MessageWire wire;
    private final MessageDigest digest = Numbers.digest();
    private long length;
    private boolean frozen;

    DigestedWire(MessageWire wire) {
        this.wire = wire;
    }

    /** After at most one more message. */
    synchronized void freeze() {
        frozen = true;
    }

    synchronized void thaw() {
        frozen = false;
        notifyAll();
    }

    /** Bytes of output so far. */
    synchronized long length() {
        return length;
    }

    /** Of all output; once. */
    synchronized String sha256() {
        return HexFormat.of().formatHex(digest.digest());
    }

    @Override
    public byte[] next() throws IOException {
        byte[] message = wire.next();
        while (message != null && isOutput(message)) {
            take(PushedOutput.of(message));
            message = wire.next();
        }
        return message;
    }

    private static boolean isOutput(byte[] message) {
        return PushedOutput.is(message)
                || (message.length > VIEWED.length
                        && Arrays.equals(message, 0, VIEWED.length, VIEWED, 0, VIEWED.length));
    }

    private synchronized void take(PushedOutput output) throws IOException {
        digest.update(output.bytes().bytes());
        length += output.bytes().length();
        while (frozen) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(e);
            }
        }
    }

    @Override
    public void send(String text) throws IOException {
        wire.send(text);
    }

    @Override
    public int closeCode() {
        return wire.closeCode();
    }

    @Override
    public void cut() throws IOException {
        wire.cut();
    }

    @Override
    public void close() throws IOException {
        thaw();
        wire.close();
    }
}

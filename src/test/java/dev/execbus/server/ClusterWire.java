package dev.execbus.server;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/**
 * A WebSocket client for nodes that may be dead, frozen or leaving: every step has a deadline, any path can be asked for,
 * and it keeps what the server said when it closed. One thread reads; any thread sends.
 */
final class ClusterWire implements AutoCloseable {
    private static final int OPCODE = 0x0f;
    private static final int FINAL = 0x80;
    private static final int MASKED = 0x80;
    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final int BUFFER_BYTES = 256 << 10;

    /** How a connection ended; 1006 and nothing when nobody said why. */
    record End(int code, String reason) {
        static final End WITHOUT_A_WORD = new End(1006, "");
    }

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private volatile End end = End.WITHOUT_A_WORD;

    private ClusterWire(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES));
        this.out = socket.getOutputStream();
    }

    /** @param deadline for each of connecting and every line of the answer to the upgrade */
    static ClusterWire connect(InetSocketAddress address, String path, Map<String, String> headers, Duration deadline)
            throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(address, Math.toIntExact(deadline.toMillis()));
            socket.setTcpNoDelay(true);
            ClusterWire wire = new ClusterWire(socket);
            wire.giveUpAfter(deadline);
            wire.upgrade(address, path, headers);
            wire.giveUpAfter(Duration.ZERO);
            return wire;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private void upgrade(InetSocketAddress address, String path, Map<String, String> headers) throws IOException {
        StringBuilder request = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: " + address.getHostString() + ":"
                + address.getPort() + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13"
                + "\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");
        headers.forEach(
                (name, value) -> request.append(name).append(": ").append(value).append("\r\n"));
        out.write(request.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        String status = line();
        for (String header = line(); !header.isEmpty(); header = line()) {
            // Nothing in them matters here.
        }
        if (!status.startsWith("HTTP/1.1 101 ")) {
            throw new IOException("the upgrade was refused: " + status);
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.readUnsignedByte(); next != '\n'; next = in.readUnsignedByte()) {
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    /** From now on {@link #next} fails when nothing comes for so long; zero for never. */
    void giveUpAfter(Duration silence) throws IOException {
        socket.setSoTimeout(Math.toIntExact(silence.toMillis()));
    }

    int localPort() {
        return socket.getLocalPort();
    }

    End end() {
        return end;
    }

    void send(String text) throws IOException {
        frame(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Masked with zeroes, as which the bytes stay what they are. */
    private synchronized void frame(int opcode, byte[] payload) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(14 + payload.length).put((byte) (FINAL | opcode));
        if (payload.length < 126) {
            frame.put((byte) (MASKED | payload.length));
        } else if (payload.length < 1 << 16) {
            frame.put((byte) (MASKED | 126)).putShort((short) payload.length);
        } else {
            frame.put((byte) (MASKED | 127)).putLong(payload.length);
        }
        frame.putInt(0).put(payload);
        out.write(frame.array(), 0, frame.position());
    }

    /** The next message; null when the connection has ended, see {@link #end}. */
    byte[] next() throws IOException {
        try {
            return nextMessage();
        } catch (SocketException reset) {
            return null;
        }
    }

    private byte[] nextMessage() throws IOException {
        ByteArrayOutputStream pieces = null;
        while (true) {
            int first = in.read();
            if (first < 0) {
                return null;
            }
            byte[] payload = payload();
            switch (first & OPCODE) {
                case CLOSE -> {
                    end = ending(payload);
                    frame(CLOSE, payload);
                    return null;
                }
                case PING -> frame(PONG, payload);
                case PONG -> {}
                default -> {
                    if ((first & FINAL) != 0 && pieces == null) {
                        return payload;
                    }
                    pieces = pieces == null ? new ByteArrayOutputStream() : pieces;
                    pieces.write(payload);
                    if ((first & FINAL) != 0) {
                        return pieces.toByteArray();
                    }
                }
            }
        }
    }

    private static End ending(byte[] payload) {
        return payload.length < 2
                ? new End(1005, "")
                : new End(
                        ByteBuffer.wrap(payload).getChar(),
                        new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8));
    }

    private byte[] payload() throws IOException {
        long length = in.readUnsignedByte();
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = in.readLong();
        }
        byte[] payload = new byte[Math.toIntExact(length)];
        in.readFully(payload);
        return payload;
    }

    /** Without a close frame. */
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.execbus.testkit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;

/**
 * A WebSocket client on a plain socket, for what a library's would not do: be cut off, answer no ping, break the rules,
 * and give up on nodes that may be dead, frozen or leaving.
 * One thread reads; any thread sends.
 */
public final class WebSocketWire implements MessageWire {
    /** How a connection ended; 1006 and nothing when nobody said why. */
    public record End(int code, String reason) {
        public static final End WITHOUT_A_WORD = new End(NO_CLOSE_FRAME, "");
    }

    /** What {@link #closeCode} says of a connection that ended without a close frame. */
    public static final int NO_CLOSE_FRAME = 1006;

    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final int CONTINUATION = 0;
    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final int FINAL = 0x80;
    private static final int MASKED = 0x80;
    private static final int BUFFER_BYTES = 256 << 10;

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private volatile boolean answersPings = true;
    private volatile End end = End.WITHOUT_A_WORD;

    private WebSocketWire(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES));
        this.out = socket.getOutputStream();
    }

    /** @throws UpgradeRefusedException when the answer is not 101 */
    public static WebSocketWire connect(int port, Map<String, String> headers) throws IOException {
        return connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), "/", headers, DEADLINE);
    }

    /**
     * @param deadline for each of connecting and every line of the answer to the upgrade
     * @throws UpgradeRefusedException when the answer is not 101
     */
    public static WebSocketWire connect(
            InetSocketAddress address, String path, Map<String, String> headers, Duration deadline) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(address, Math.toIntExact(deadline.toMillis()));
            socket.setTcpNoDelay(true);
            WebSocketWire wire = new WebSocketWire(socket);
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
        int status = Integer.parseInt(line().substring("HTTP/1.1 ".length(), "HTTP/1.1 ".length() + 3));
        int length = 0;
        for (String header = line(); !header.isEmpty(); header = line()) {
            if (header.regionMatches(true, 0, "content-length:", 0, 15)) {
                length = Integer.parseInt(header.substring(15).trim());
            }
        }
        if (status != 101) {
            throw new UpgradeRefusedException(status, new String(in.readNBytes(length), StandardCharsets.UTF_8));
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
    public void giveUpAfter(Duration silence) throws IOException {
        socket.setSoTimeout(Math.toIntExact(silence.toMillis()));
    }

    public int localPort() {
        return socket.getLocalPort();
    }

    public void answerNoPings() {
        answersPings = false;
    }

    @Override
    public void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.UTF_8));
    }

    public void send(byte[] text) throws IOException {
        frame(FINAL | TEXT, text);
    }

    /** One message in pieces of this size. */
    public void sendPieces(byte[] text, int pieceBytes) throws IOException {
        for (int from = 0; from < text.length; from += pieceBytes) {
            int to = Math.min(text.length, from + pieceBytes);
            int opcode = from == 0 ? TEXT : CONTINUATION;
            frame(to == text.length ? FINAL | opcode : opcode, Arrays.copyOfRange(text, from, to));
        }
    }

    /** The head of a text of so many bytes, at least 65,536, none of which follows. */
    public synchronized void announce(long bytes) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(14)
                .put((byte) (FINAL | TEXT))
                .put((byte) (MASKED | 127))
                .putLong(bytes)
                .putInt(0);
        out.write(head.array());
    }

    /** Masked with zeroes, as which the bytes stay what they are. */
    private synchronized void frame(int first, byte[] payload) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(14 + payload.length).put((byte) first);
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

    /** A pong that nobody asked for, as it is sent for a ping. */
    public void pong() throws IOException {
        frame(FINAL | PONG, new byte[0]);
    }

    /** In two frames, with a pong between them. */
    public void sendAroundAPong(byte[] message) throws IOException {
        frame(TEXT, Arrays.copyOf(message, message.length / 2));
        pong();
        frame(FINAL, Arrays.copyOfRange(message, message.length / 2, message.length));
    }

    /**
     * The next message; null when the server has ended the connection, see {@link #end}. A server that did not read
     * all that was sent to it ends it with a reset.
     */
    @Override
    public byte[] next() throws IOException {
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
            switch (first & 0x0f) {
                case CLOSE -> {
                    end = ending(payload);
                    frame(FINAL | CLOSE, payload);
                    return null;
                }
                case PING -> {
                    if (answersPings) {
                        frame(FINAL | PONG, payload);
                    }
                }
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

    public End end() {
        return end;
    }

    @Override
    public int closeCode() {
        return end.code();
    }

    /** The connection is reset: what was on its way in either direction is lost. */
    @Override
    public void cut() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** Without a close frame. */
    @Override
    public void close() throws IOException {
        socket.close();
    }
}

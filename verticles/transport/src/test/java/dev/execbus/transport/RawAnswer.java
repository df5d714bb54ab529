package dev.execbus.transport;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * The answer to a request that was sent letter by letter, for what a library's client would tidy up.
 *
 * @param headers by names of any case
 */
record RawAnswer(int status, Map<String, String> headers, String body) {
    private static final int DEADLINE_MS = 10_000;
    private static final String UPGRADE = String.join(
            "\r\n",
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "");

    /** @param headers may name another {@code Host} than the real one */
    static RawAnswer to(int port, String method, String path, Map<String, String> headers) {
        return send(port, method, path, headers, "Connection: close\r\n");
    }

    static RawAnswer get(int port, String path) {
        return to(port, "GET", path, Map.of());
    }

    /** Asks for a WebSocket, which is closed at once where one is made. */
    static RawAnswer upgrade(int port, String path, Map<String, String> headers) {
        return send(port, "GET", path, headers, UPGRADE);
    }

    private static RawAnswer send(int port, String method, String path, Map<String, String> headers, String more) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(DEADLINE_MS);
            Map<String, String> sent = new TreeMap<>(Map.of("Host", "127.0.0.1:" + port));
            sent.putAll(headers);
            StringBuilder request = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
            sent.forEach((name, value) ->
                    request.append(name).append(": ").append(value).append("\r\n"));
            socket.getOutputStream()
                    .write(request.append(more).append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
            return read(new DataInputStream(socket.getInputStream()), method.equals("HEAD"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RawAnswer read(DataInputStream in, boolean bodiless) throws IOException {
        int status = Integer.parseInt(line(in).substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length()));
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            int colon = header.indexOf(':');
            headers.put(header.substring(0, colon), header.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("Content-Length", "0"));
        byte[] body = status == 101 || bodiless ? new byte[0] : in.readNBytes(length);
        return new RawAnswer(status, headers, new String(body, StandardCharsets.UTF_8));
    }

    private static String line(DataInputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.readUnsignedByte(); next != '\n'; next = in.readUnsignedByte()) {
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }
}

package dev.execbus.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Passes connections on to one server after the other, skipping those that refuse; knows nothing of what it carries. */
final class TcpBalancer implements AutoCloseable {
    private static final int CONNECT_MILLIS = 1_000;
    private static final int BUFFER_BYTES = 64 << 10;

    private final Map<String, InetSocketAddress> servers;
    private final ServerSocket listener;
    private final AtomicInteger turn = new AtomicInteger();
    private final Map<Integer, String> carriers = new ConcurrentHashMap<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    /** @param servers by name */
    TcpBalancer(Map<String, InetSocketAddress> servers) throws IOException {
        this.servers = Map.copyOf(servers);
        this.listener = new ServerSocket(0, 1_024, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().name("balancer").start(this::acceptAll);
    }

    InetSocketAddress address() {
        return new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort());
    }

    /** The server behind a client's connection, by the client's own port. */
    String carrier(int clientPort) {
        String name = carriers.get(clientPort);
        if (name == null) {
            throw new AssertionError("no connection from port " + clientPort);
        }
        return name;
    }

    private void acceptAll() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                open.add(client);
                Thread.ofVirtual().start(() -> carry(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void carry(Socket client) {
        String[] names = servers.keySet().stream().sorted().toArray(String[]::new);
        int first = turn.getAndIncrement();
        for (int i = 0; i < names.length; i++) {
            String name = names[Math.floorMod(first + i, names.length)];
            Socket server = new Socket();
            try {
                server.connect(servers.get(name), CONNECT_MILLIS);
            } catch (IOException refused) {
                close(server);
                continue;
            }
            open.add(server);
            carriers.put(client.getPort(), name);
            Thread.ofVirtual().start(() -> copy(server, client));
            copy(client, server);
            return;
        }
        close(client);
    }

    /** The end of one direction is the end of both: nobody here half-closes. */
    private void copy(Socket from, Socket to) {
        try {
            from.setTcpNoDelay(true);
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                out.write(buffer, 0, count);
            }
        } catch (IOException broken) {
            // Which the other side learns as the end of its connection.
        } finally {
            close(from);
            close(to);
        }
    }

    private void close(Socket socket) {
        open.remove(socket);
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone either way.
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            // It is gone either way.
        }
        open.forEach(this::close);
    }
}

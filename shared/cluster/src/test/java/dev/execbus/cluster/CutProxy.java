package dev.execbus.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The network before one port. While it is cut nothing passes and nothing is lost, as with TCP; connections are still
 * accepted, which is worse than a network that does not answer at all.
 */
final class CutProxy implements AutoCloseable {
    private final ServerSocket server;
    private final String target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition healed = lock.newCondition();
    private boolean cut;
    private volatile boolean closed;

    /** The same port on another address of the loopback. */
    CutProxy(String host, String target, int port) {
        try {
            this.server = new ServerSocket(port, 50, InetAddress.getByName(host));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.target = target;
        Thread.ofVirtual().start(this::accept);
    }

    void cut() {
        lock.lock();
        try {
            cut = true;
        } finally {
            lock.unlock();
        }
    }

    void heal() {
        lock.lock();
        try {
            cut = false;
            healed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void accept() {
        while (!closed) {
            try {
                Socket near = server.accept();
                sockets.add(near);
                Thread.ofVirtual().start(() -> connect(near));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void connect(Socket near) {
        pass();
        try {
            Socket far = new Socket(target, server.getLocalPort());
            sockets.add(far);
            Thread.ofVirtual().start(() -> carry(far, near));
            carry(near, far);
        } catch (IOException e) {
            close(near);
        }
    }

    private void carry(Socket from, Socket to) {
        byte[] buffer = new byte[16 * 1024];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                pass();
                out.write(buffer, 0, count);
            }
        } catch (IOException e) {
            // The end of the connection, for both sides.
        }
        pass();
        close(from);
        close(to);
    }

    /** Waits while the network is cut. */
    private void pass() {
        lock.lock();
        try {
            while (cut && !closed) {
                healed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    private void close(Socket socket) {
        sockets.remove(socket);
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        heal();
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}

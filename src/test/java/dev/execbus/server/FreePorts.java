package dev.execbus.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;

/** Ports for servers that will be started, and started again, on the same one. Used by one thread. */
final class FreePorts {
    /** Below those the kernel gives to whoever connects: one of them could be taken while its server is dead. */
    private static final int FIRST = 12_000;

    private static final int COUNT = 18_000;

    private final Random random = new Random();
    private final Set<Integer> given = new HashSet<>();

    int next() {
        while (true) {
            int port = FIRST + random.nextInt(COUNT);
            if (!given.contains(port) && isFree(port)) {
                given.add(port);
                return port;
            }
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;

/** Two nodes on this machine that make a cluster. */
record Pair(Path secret, List<Integer> ports) {
    static List<Integer> freePorts() throws IOException {
        try (ServerSocket first = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket second = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return List.of(first.getLocalPort(), second.getLocalPort());
        }
    }

    static String name(int node) {
        return "train" + node;
    }

    List<String> settings(int node) {
        return List.of(
                "node.role=all",
                "node.name=" + name(node),
                "node.drainMs=0",
                "cluster.name=execbus-train",
                "cluster.members=127.0.0.1:" + ports.get(0) + ",127.0.0.1:" + ports.get(1),
                "cluster.port=" + ports.get(node),
                "cluster.secretFile=" + secret);
    }
}

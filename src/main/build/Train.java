import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * Trains a start-up cache of an application image: {@code java Train.java IMAGE CACHE [cluster]}. Only what the JDK has.
 * A cluster is two nodes with all roles. One of them is trained, as a gateway and as a worker; the other one keeps it company.
 */
final class Train {
    private static final Duration ENOUGH = Duration.ofSeconds(15);
    private static final Duration ENOUGH_OF_EACH = Duration.ofSeconds(10);

    private final Path image;
    private final String recording;

    private Train(Path image, Path cache) {
        this.image = image;
        this.recording = "-XX:AOTCacheOutput=" + cache;
    }

    public static void main(String[] args) throws Exception {
        Train train = new Train(Path.of(args[0]), Path.of(args[1]));
        if (args.length > 2) {
            train.cluster();
        } else {
            train.single();
        }
        System.exit(0);
    }

    private void single() throws Exception {
        try (Node node = Node.start(image, List.of(), recording)) {
            work(node.url(), ENOUGH);
        }
    }

    private void cluster() throws Exception {
        Path folder = Files.createTempDirectory("execbus-train-");
        try {
            Pair pair = new Pair(secret(folder), Pair.freePorts());
            try (Node trained = Node.start(image, pair.settings(0), recording);
                    Node other = Node.start(image, pair.settings(1), "")) {
                work(trained.url() + "environments/" + Pair.name(1), ENOUGH_OF_EACH);
                work(other.url() + "environments/" + Pair.name(0), ENOUGH_OF_EACH);
                work(trained.url() + "environments/" + Pair.name(0), ENOUGH_OF_EACH);
            }
        } finally {
            remove(folder);
        }
    }

    private static void work(String url, Duration enough) throws Exception {
        try (Work work = Work.at(url)) {
            work.run(enough);
        }
    }

    private static Path secret(Path folder) throws IOException {
        Path file = Files.createFile(
                folder.resolve("cluster.secret"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        byte[] secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        return Files.writeString(file, HexFormat.of().formatHex(secret));
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}

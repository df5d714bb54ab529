package dev.execbus.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;

/** Where a node has the secret from that all nodes of its cluster share. No message shows it. */
final class SecretFile {
    private static final int SHORTEST = 16;

    private SecretFile() {}

    /** @throws StartupException when there is none that can be used */
    static byte[] read(Role role, Path file) {
        if (file == null) {
            throw new StartupException("cluster.secretFile is needed for node.role = "
                    + role.word()
                    + ": a file with the secret that all nodes of the cluster share, for example made with"
                    + " `head -c 32 /dev/urandom | base64 > cluster.secret`");
        }
        try {
            byte[] secret = Files.readString(file).strip().getBytes(StandardCharsets.UTF_8);
            if (secret.length < SHORTEST) {
                throw new StartupException("the cluster's secret in " + OneLine.of(file.toString())
                        + " must be at least " + SHORTEST + " bytes long");
            }
            return secret;
        } catch (IOException e) {
            throw new StartupException(
                    "cannot read the cluster's secret " + OneLine.of(file.toString()) + ": " + FileFailures.reason(e));
        }
    }

    /** Whoever reads it can join and owns the workers. */
    static boolean isOpenToOthers(Path file) {
        try {
            return Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}

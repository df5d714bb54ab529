package dev.execbus.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SecretFileTest {
    @TempDir
    private Path folder;

    @Test
    void readsTheSecretWithoutTheSpaceAroundIt() throws IOException {
        Path file = Files.writeString(folder.resolve("secret"), "0123456789abcdef\n");

        assertThat(SecretFile.read(Role.WORKER, file)).isEqualTo("0123456789abcdef".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void saysHowToMakeOneWhereThereIsNone() {
        assertThatThrownBy(() -> SecretFile.read(Role.WORKER, null))
                .isInstanceOf(StartupException.class)
                .hasMessage("cluster.secretFile is needed for node.role = worker: a file with the secret that all nodes"
                        + " of the cluster share, for example made with"
                        + " `head -c 32 /dev/urandom | base64 > cluster.secret`");
        Path missing = folder.resolve("missing");
        assertThatThrownBy(() -> SecretFile.read(Role.WORKER, missing))
                .hasMessage("cannot read the cluster's secret " + missing + ": No such file or directory (os error 2)");
    }

    @Test
    void refusesOneThatCanBeGuessedWithoutShowingIt() throws IOException {
        Path file = Files.writeString(folder.resolve("secret"), "hunter2");

        assertThatThrownBy(() -> SecretFile.read(Role.WORKER, file))
                .hasMessage("the cluster's secret in " + file + " must be at least 16 bytes long");
    }

    @Test
    void noticesThatOthersCanReadIt() throws IOException {
        Path file = Files.writeString(folder.resolve("secret"), "0123456789abcdef");

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThat(SecretFile.isOpenToOthers(file)).isFalse();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(SecretFile.isOpenToOthers(file)).isTrue();
    }
}

package dev.execbus.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class DoctorCommandTest {
    private final StringWriter out = new StringWriter();

    private int doctor(String... arguments) {
        CommandLine commandLine = ExecbusCommand.commandLine(Map.of(), (config, access) -> {
            throw new AssertionError("a doctor starts no server");
        });
        commandLine.setOut(new PrintWriter(out));
        return commandLine.execute(arguments);
    }

    @Test
    void looksAtEverythingAServerNeeds() {
        assertThat(doctor("doctor", "--format", "json")).isZero();
        assertThat(new JsonArray(out.toString()).stream().map(JsonObject.class::cast))
                .extracting(finding -> finding.getString("subject"))
                .containsExactly("java", "spawner", "sandbox", "limits", "disk");
    }

    @Test
    void saysWhatIsMissingWithoutCallingItBroken() {
        assertThat(doctor("doctor", "--set", "sandbox.bubblewrap=/nowhere/bwrap", "--set", "sandbox.mode=bubblewrap"))
                .isZero();
        assertThat(out.toString()).contains("warning  sandbox    none: bubblewrap is not installed");
    }

    @Test
    void failsForWhatIsBroken() {
        assertThat(doctor("doctor", "--set", "processes.spillDirectory=/nowhere"))
                .isEqualTo(1);
        assertThat(out.toString()).contains("broken   disk       cannot write to /nowhere");
    }

    @Test
    void looksAtTheClusterOfANodeThatHasOne(@TempDir Path folder) throws IOException {
        Path secret = Files.writeString(folder.resolve("cluster.secret"), "0123456789abcdef");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }

        assertThat(doctor(
                        "doctor",
                        "--role",
                        "gateway",
                        "--set",
                        "cluster.secretFile=" + secret,
                        "--set",
                        "cluster.port=" + free))
                .isZero();
        assertThat(out.toString().lines().skip(1))
                .containsExactly(
                        "ok       cluster    the secret in " + secret + " can be used",
                        "ok       cluster    cluster.port " + free + " is free on 127.0.0.1",
                        "ok       cluster    all hosts of cluster.members have addresses");
    }

    @Test
    void saysWhatKeepsANodeFromItsCluster(@TempDir Path folder) throws IOException {
        Path secret = Files.writeString(folder.resolve("cluster.secret"), "0123456789abcdef");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r--r--"));
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(doctor(
                            "doctor",
                            "--role=gateway",
                            "--set=cluster.secretFile=" + secret,
                            "--set=cluster.port=" + taken.getLocalPort(),
                            "--set=cluster.members=nowhere.invalid:1"))
                    .isEqualTo(1);
            assertThat(out.toString())
                    .contains("warning  cluster    everybody on this machine can read the cluster's secret")
                    .contains("warning  cluster    cluster.port " + taken.getLocalPort() + " cannot be listened on")
                    .contains("broken   cluster    no address is known for nowhere.invalid:1");
        }
    }

    @Test
    void saysThatANodeOfAClusterNeedsASecret() {
        assertThat(doctor("doctor", "--role", "gateway")).isEqualTo(1);
        assertThat(out.toString()).contains("broken   cluster    cluster.secretFile is needed for node.role = gateway");
    }
}

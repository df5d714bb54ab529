package dev.execbus.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DeploymentSystemdTest {
    private static final String SINGLE = "execbus.service";
    private static final String GATEWAY = "execbus-gateway@.service";
    private static final String WORKER = "execbus-worker@.service";

    /** Each of them takes from bubblewrap, or from the commands, what they need. */
    private static final List<String> HARMFUL = List.of(
            "RestrictNamespaces",
            "ProtectKernelTunables",
            "ProtectKernelLogs",
            "ProtectControlGroups",
            "ProcSubset",
            "PrivateUsers",
            "PrivateNetwork",
            "RestrictAddressFamilies",
            "SystemCallFilter",
            "MemoryDenyWriteExecute",
            "RootDirectory",
            "DynamicUser");

    @Test
    void unitsStartTheirRoles() throws IOException {
        assertThat(UnitFile.read(SINGLE).node().role()).isEqualTo("single");
        DeployedNode gateway = UnitFile.read(GATEWAY).node();
        assertThat(gateway.role()).isEqualTo("gateway");
        assertThat(gateway.name()).isEqualTo("n1");
        DeployedNode worker = UnitFile.read(WORKER).node();
        assertThat(worker.role()).isEqualTo("worker");
        assertThat(worker.name()).isEqualTo("n1");
    }

    @ParameterizedTest
    @ValueSource(strings = {SINGLE, GATEWAY, WORKER})
    void unitsRunTheServerAsItsUserAndGiveItTheTimeToLeave(String name) throws IOException {
        UnitFile unit = UnitFile.read(name);
        assertThat(unit.node().hasTimeToDrain()).isTrue();
        assertThat(unit.service("ExecStart"))
                .singleElement()
                .asString()
                .startsWith("/opt/execbus/bin/execbus serve --config /etc/execbus/");
        assertThat(unit.service("User")).containsExactly("execbus");
        assertThat(unit.service("KillMode")).containsExactly("mixed");
        assertThat(unit.service("Restart")).containsExactly("on-failure");
        assertThat(unit.service("NoNewPrivileges")).containsExactly("yes");
        assertThat(unit.service("LoadCredential"))
                .allSatisfy(credential -> assertThat(unit.service("Environment"))
                        .anyMatch(variable -> variable.endsWith("=%d/" + credential.replaceAll(":.*", ""))));
        assertThat(unit.service("Environment"))
                .filteredOn(variable -> variable.contains("=%d/"))
                .hasSameSizeAs(unit.service("LoadCredential"));
    }

    @ParameterizedTest
    @ValueSource(strings = {SINGLE, WORKER})
    void whatStartsCommandsKeepsWhatTheSandboxNeeds(String name) throws IOException {
        UnitFile unit = UnitFile.read(name);
        assertThat(HARMFUL)
                .allSatisfy(
                        setting -> assertThat(unit.service(setting)).as(setting).isEmpty());
        assertThat(unit.service("Delegate")).containsExactly("cpu memory pids");
        assertThat(unit.service("OOMPolicy")).containsExactly("continue");
    }

    @Test
    void theAccountIsTheOneOfTheUnits() throws IOException {
        assertThat(Files.readAllLines(UnitFile.FOLDER.resolve("execbus.sysusers.conf")))
                .anyMatch(line -> line.startsWith("u execbus "));
        assertThat(Files.readAllLines(UnitFile.FOLDER.resolve("execbus.tmpfiles.conf")))
                .anyMatch(line -> line.startsWith("d /etc/execbus "));
    }

    /** Of a program that is not installed here systemd would say nothing else. */
    @Test
    void systemdTakesThem(@TempDir Path folder) throws IOException, InterruptedException {
        Map<String, String> units =
                Map.of(SINGLE, SINGLE, GATEWAY, "execbus-gateway@n1.service", WORKER, "execbus-worker@n1.service");
        for (Map.Entry<String, String> unit : units.entrySet()) {
            String text = Files.readString(UnitFile.FOLDER.resolve(unit.getKey()));
            Path copy = folder.resolve(unit.getValue());
            Files.writeString(copy, text.replace("/opt/execbus/bin/execbus", "/bin/true"));
            assertThat(Linter.run("systemd-analyze", "verify", "--man=no", copy.toString()))
                    .as(unit.getKey())
                    .isEqualTo(new Linter.Verdict(true, ""));
        }
    }
}

package dev.execbus.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;
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
}

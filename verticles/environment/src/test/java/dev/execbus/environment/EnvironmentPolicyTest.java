package dev.execbus.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.execbus.bus.EnvironmentService.Build;
import dev.execbus.environment.EnvironmentPolicy.Platform;
import dev.execbus.protocol.Dialect;
import dev.execbus.protocol.EnvironmentMethods.SandboxInfo;
import dev.execbus.protocol.EnvironmentPolicyParams;
import dev.execbus.protocol.EnvironmentPolicyParams.Inherit;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.ProcessMethods;
import dev.execbus.protocol.StartParams;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Runs the recorded cases: what the peer's children saw for a policy, and what it answered to a wrong one. */
final class EnvironmentPolicyTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final JsonNode VECTORS = read();

    @TestFactory
    Stream<DynamicTest> makesWhatThePeerMakes() {
        return Stream.of("cases", "sourceCases", "windowsCases")
                .flatMap(EnvironmentPolicyTest::vectors)
                .filter(vector -> vector.has("expected"))
                .map(vector -> dynamicTest(
                        vector.get("name").textValue(),
                        () -> assertThat(applied(vector)).isEqualTo(variables(vector.get("expected")))));
    }

    @TestFactory
    Stream<DynamicTest> refusesWhatThePeerRefuses() {
        return vectors("cases")
                .filter(vector -> vector.has("expectedError"))
                .map(vector -> dynamicTest(vector.get("name").textValue(), () -> assertRefused(vector)));
    }

    @Test
    void everyRecordedCaseIsOneOfTheTwoKinds() {
        assertThat(Stream.of("cases", "sourceCases", "windowsCases").flatMap(EnvironmentPolicyTest::vectors))
                .hasSize(53)
                .allMatch(vector -> vector.has("expected") != vector.has("expectedError"));
    }

    @Test
    void dropsTheSwitchMeantForTheServerItself() {
        assertThat(EnvironmentPolicy.apply(
                        Map.of(),
                        null,
                        null,
                        Map.of("CODEX_EXEC_SERVER_EXIT_ON_STDIN_CLOSE", "1", "A", "1"),
                        Platform.UNIX))
                .isEqualTo(Map.of("A", "1"));
    }

    @Test
    void keepsTheServersVariablesAsTheyAre() {
        Map<String, String> server = Map.of("A", "1", "B", "2");
        EnvironmentPolicyParams none =
                new EnvironmentPolicyParams(Inherit.ALL, true, List.of("A"), Map.of(), List.of());
        assertThat(EnvironmentPolicy.apply(server, none, null, Map.of(), Platform.UNIX))
                .isEqualTo(Map.of("B", "2"));
        assertThat(server).isEqualTo(Map.of("A", "1", "B", "2"));
    }

    @Test
    void refusesAPolicyThatWouldTakeTooLong() {
        String name = "a".repeat(200_000);
        EnvironmentPolicyParams policy = new EnvironmentPolicyParams(
                Inherit.NONE, true, List.of("*" + name + "b"), Map.of(name, "1"), List.of());
        assertThatThrownBy(() -> EnvironmentPolicy.apply(Map.of(), policy, null, Map.of(), Platform.UNIX))
                .isInstanceOfSatisfying(
                        ExecbusException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_PARAMS))
                .hasMessageStartingWith("envPolicy is too large: ");
    }

    private static void assertRefused(JsonNode vector) {
        JsonNode error = vector.get("expectedError");
        assertThatThrownBy(() -> started(vector))
                .isInstanceOfSatisfying(
                        ExecbusException.class,
                        refused -> assertThat(refused.code().number())
                                .isEqualTo(error.get("code").intValue()))
                .hasMessage(error.get("message").textValue());
    }

    /** As {@code process/start} does: params are decoded, then the variables are made. */
    private static void started(JsonNode vector) {
        JsonNode params = MAPPER.createObjectNode()
                .put("processId", "p")
                .put("cwd", "file:///")
                .put("tty", false)
                .<ObjectNode>set("argv", MAPPER.createArrayNode().add("true"))
                .<ObjectNode>set("env", vector.get("env"))
                .set("envPolicy", vector.get("envPolicy"));
        StartParams start = ProcessMethods.START.decoder().decode(params, Dialect.STRICT);
        EnvironmentBuilder.of(
                        new EnvironmentSettings("1", variables(VECTORS.get("serverEnv")), Path.of("/")),
                        new Host("linux", "machine", "user", Optional.empty()),
                        new SandboxInfo("none", "a test has none"))
                .build(new Build(start.envPolicy(), start.env()));
    }

    private static Map<String, String> applied(JsonNode vector) {
        JsonNode policy = vector.path("envPolicy");
        return EnvironmentPolicy.apply(
                variables(vector.has("serverEnv") ? vector.get("serverEnv") : VECTORS.get("serverEnv")),
                policy.isObject() ? EnvironmentPolicyParams.decode(policy) : null,
                vector.path("threadId").textValue(),
                variables(vector.get("env")),
                vector.path("platform").asText("unix").equals("windows") ? Platform.WINDOWS : Platform.UNIX);
    }

    private static Map<String, String> variables(JsonNode node) {
        Map<String, String> variables = new HashMap<>();
        node.properties()
                .forEach(entry -> variables.put(entry.getKey(), entry.getValue().textValue()));
        return variables;
    }

    private static Stream<JsonNode> vectors(String list) {
        return StreamSupport.stream(VECTORS.get(list).spliterator(), false);
    }

    private static JsonNode read() {
        try (InputStream in = EnvironmentPolicyTest.class.getResourceAsStream("/env-policy.json")) {
            return MAPPER.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

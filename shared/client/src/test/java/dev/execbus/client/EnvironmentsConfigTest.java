package dev.execbus.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.execbus.client.EnvironmentSpec.ByProgram;
import dev.execbus.client.EnvironmentSpec.ByUrl;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EnvironmentsConfigTest {
    private static final EnvironmentToken NO_TOKEN = new EnvironmentToken.None();
    private static final EnvironmentsConfig LOCAL_ONLY =
            new EnvironmentsConfig("local", List.of(EnvironmentSpec.here()));
    private static final EnvironmentsConfig DISABLED = new EnvironmentsConfig(null, List.of());

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\n "})
    void aBlankVariableIsTheLocalMachine(String value) {
        assertThat(EnvironmentsConfig.ofVariables(Map.of())).isEqualTo(LOCAL_ONLY);
        assertThat(EnvironmentsConfig.ofVariables(Map.of("CODEX_EXEC_SERVER_URL", value)))
                .isEqualTo(LOCAL_ONLY);
        assertThat(EnvironmentsConfig.ofVariables(Map.of("EXECBUS_URL", value, "CODEX_EXEC_SERVER_URL", value)))
                .isEqualTo(LOCAL_ONLY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "NONE", "None", " nOnE\n"})
    void noneInAnyCaseDisables(String value) {
        assertThat(EnvironmentsConfig.ofVariables(Map.of("CODEX_EXEC_SERVER_URL", value)))
                .isEqualTo(DISABLED);
        assertThat(EnvironmentsConfig.ofVariables(
                        Map.of("EXECBUS_URL", value, "CODEX_EXEC_SERVER_URL", "ws://127.0.0.1:1")))
                .isEqualTo(DISABLED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ws://127.0.0.1:4500", " ws://127.0.0.1:4500\n", "garbage", "nonesuch", "http://x"})
    void anythingElseIsTheOnlyEnvironment(String value) {
        EnvironmentsConfig remote = remote(value.strip(), NO_TOKEN);

        assertThat(EnvironmentsConfig.ofVariables(Map.of("CODEX_EXEC_SERVER_URL", value)))
                .isEqualTo(remote);
        assertThat(EnvironmentsConfig.ofVariables(Map.of("EXECBUS_URL", value))).isEqualTo(remote);
    }

    @Test
    void ourVariableIsStronger() {
        assertThat(EnvironmentsConfig.ofVariables(
                        Map.of("EXECBUS_URL", "ws://ours", "CODEX_EXEC_SERVER_URL", "ws://theirs")))
                .isEqualTo(remote("ws://ours", NO_TOKEN));
        assertThat(EnvironmentsConfig.ofVariables(Map.of("EXECBUS_URL", " ", "CODEX_EXEC_SERVER_URL", "ws://theirs")))
                .isEqualTo(remote("ws://theirs", NO_TOKEN));
    }

    @Test
    void ourTokenGoesToOurUrlOnly() {
        EnvironmentToken token = new EnvironmentToken.Given("secret");

        assertThat(EnvironmentsConfig.ofVariables(Map.of("EXECBUS_URL", "ws://ours", "EXECBUS_TOKEN", "secret\n")))
                .isEqualTo(remote("ws://ours", token));
        assertThat(EnvironmentsConfig.ofVariables(
                        Map.of("CODEX_EXEC_SERVER_URL", "ws://theirs", "EXECBUS_TOKEN", "secret")))
                .isEqualTo(remote("ws://theirs", NO_TOKEN));
        assertThat(token.toString()).doesNotContain("secret");
    }

    private static EnvironmentsConfig remote(String url, EnvironmentToken token) {
        return new EnvironmentsConfig(
                "remote",
                List.of(new EnvironmentSpec(
                        "remote",
                        new ByUrl(url, Duration.ofSeconds(10)),
                        Duration.ofSeconds(10),
                        token,
                        EnvironmentCapabilities.ALL)));
    }

    @Test
    void aSectionReplacesTheVariables() {
        assertThat(EnvironmentsConfig.of(Map.of(), Map.of("EXECBUS_URL", "none")))
                .isEqualTo(LOCAL_ONLY);
        assertThat(EnvironmentsConfig.of(null, Map.of("EXECBUS_URL", "none"))).isEqualTo(DISABLED);
    }

    @Test
    void withoutADefaultItIsTheLocalMachineOrNone() {
        assertThat(EnvironmentsConfig.ofSection(Map.of("environments", List.of(byUrl("one"))))
                        .defaultId())
                .isEqualTo("local");
        assertThat(EnvironmentsConfig.ofSection(Map.of("includeLocal", false, "environments", List.of(byUrl("one"))))
                        .defaultId())
                .isNull();
        assertThat(EnvironmentsConfig.ofSection(Map.of("includeLocal", false))).isEqualTo(DISABLED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "NONE", " None "})
    void theDefaultMayBeNone(String none) {
        EnvironmentsConfig config = EnvironmentsConfig.ofSection(Map.of("default", none));

        assertThat(config.defaultId()).isNull();
        assertThat(config.environments()).containsExactly(EnvironmentSpec.here());
    }

    @Test
    void readsEveryField() {
        EnvironmentsConfig config = EnvironmentsConfig.ofSection(Map.of(
                "default",
                " ssh-dev ",
                "includeLocal",
                false,
                "environments",
                List.of(
                        Map.of(
                                "id",
                                "dev_Box1",
                                "url",
                                " wss://127.0.0.1:4512/environments/big ",
                                "connectTimeoutSec",
                                12,
                                "initializeTimeoutSec",
                                0.25,
                                "tokenFile",
                                "token",
                                "filesystemEnabled",
                                false),
                        Map.of(
                                "id",
                                "ssh-dev",
                                "program",
                                " ssh ",
                                "args",
                                List.of("dev", "codex exec-server --listen stdio"),
                                "env",
                                Map.of("CODEX_LOG", "debug"),
                                "cwd",
                                "/tmp"))));

        assertThat(config)
                .isEqualTo(new EnvironmentsConfig(
                        "ssh-dev",
                        List.of(
                                new EnvironmentSpec(
                                        "dev_Box1",
                                        new ByUrl("wss://127.0.0.1:4512/environments/big", Duration.ofSeconds(12)),
                                        Duration.ofMillis(250),
                                        new EnvironmentToken.InFile(Path.of("token")),
                                        new EnvironmentCapabilities(true, false)),
                                new EnvironmentSpec(
                                        "ssh-dev",
                                        new ByProgram(
                                                "ssh",
                                                List.of("dev", "codex exec-server --listen stdio"),
                                                Map.of("CODEX_LOG", "debug"),
                                                Path.of("/tmp")),
                                        Duration.ofSeconds(10),
                                        NO_TOKEN,
                                        EnvironmentCapabilities.ALL))));
        assertThat(config.toString()).doesNotContain("debug", "exec-server --listen");
    }

    @Test
    void aNullIsAsGoodAsNothing() {
        Map<String, Object> item = new HashMap<>(byUrl("one"));
        item.put("program", null);
        item.put("args", null);
        Map<String, Object> section = new HashMap<>(Map.of("environments", List.of(item)));
        section.put("default", null);

        assertThat(EnvironmentsConfig.ofSection(section))
                .isEqualTo(EnvironmentsConfig.ofSection(Map.of("environments", List.of(byUrl("one")))));
    }

    static List<Arguments> wrong() {
        String url = "ws://127.0.0.1:8765";
        return List.of(
                wrong("environment id cannot be empty", "id", "", "url", url),
                wrong("environment id cannot be empty", "id", " ", "url", url),
                wrong("environment id `local` is reserved", "id", "local", "url", url),
                wrong("environment id `none` is reserved", "id", "none", "url", url),
                wrong("environment id `NonE` is reserved", "id", "NonE", "url", url),
                wrong("environment id ` a ` must not contain surrounding whitespace", "id", " a ", "url", url),
                wrong(
                        "environment id `" + "a".repeat(65) + "` cannot be longer than 64 characters",
                        "id",
                        "a".repeat(65),
                        "url",
                        url),
                wrong(
                        "environment id `dev box` must contain only ASCII letters, numbers, '-' or '_'",
                        "id",
                        "dev box",
                        "url",
                        url),
                wrong(
                        "environment id `bücher` must contain only ASCII letters, numbers, '-' or '_'",
                        "id",
                        "bücher",
                        "url",
                        url),
                wrong("environment `a` must set exactly one of url or program", "id", "a"),
                wrong("environment `a` must set exactly one of url or program", "id", "a", "url", url, "program", "x"),
                wrong("environment `a` args, env, and cwd require program", "id", "a", "args", List.of()),
                wrong("environment `a` args, env, and cwd require program", "id", "a", "url", url, "env", Map.of()),
                wrong("environment `a` args, env, and cwd require program", "id", "a", "url", url, "cwd", "/"),
                wrong("environment `a` connect_timeout_sec requires url", "id", "a", "connectTimeoutSec", 1),
                wrong(
                        "environment `a` connect_timeout_sec requires url",
                        "id",
                        "a",
                        "program",
                        "x",
                        "connectTimeoutSec",
                        1),
                wrong("environment `a` token_file requires url", "id", "a", "program", "x", "tokenFile", "t"),
                wrong("environment `a` program cannot be empty", "id", "a", "program", " "),
                wrong("environment `a` cwd must be absolute", "id", "a", "program", "x", "cwd", "relative"),
                wrong("environment url cannot be empty", "id", "a", "url", " "),
                wrong("environment url `garbage` must use ws:// or wss://", "id", "a", "url", "garbage"),
                wrong("environment url `http://h` must use ws:// or wss://", "id", "a", "url", "http://h"),
                wrong("environment url `WS://h` must use ws:// or wss://", "id", "a", "url", "WS://h"),
                wrong("environment url `ws:///x` is invalid: it names no host", "id", "a", "url", "ws:///x"),
                wrong("failed to parse environment config: missing field `id`", "url", url),
                wrong("failed to parse environment config: `id` must be a text", "id", 1, "url", url),
                wrong(
                        "failed to parse environment config: `args` must be a list",
                        "id",
                        "a",
                        "program",
                        "x",
                        "args",
                        "y"),
                wrong(
                        "failed to parse environment config: `args` must hold texts only",
                        "id",
                        "a",
                        "program",
                        "x",
                        "args",
                        List.of(1)),
                wrong(
                        "failed to parse environment config: `env` must be an object",
                        "id",
                        "a",
                        "program",
                        "x",
                        "env",
                        "y"),
                wrong(
                        "failed to parse environment config: `env` must hold texts only",
                        "id",
                        "a",
                        "program",
                        "x",
                        "env",
                        Map.of("a", 1)),
                wrong(
                        "failed to parse environment config: `initializeTimeoutSec` must be a number of seconds, above"
                                + " 0 and up to 86400",
                        "id",
                        "a",
                        "url",
                        url,
                        "initializeTimeoutSec",
                        0),
                wrong(
                        "failed to parse environment config: `connectTimeoutSec` must be a number of seconds, above 0"
                                + " and up to 86400",
                        "id",
                        "a",
                        "url",
                        url,
                        "connectTimeoutSec",
                        Double.NaN),
                wrong(
                        "failed to parse environment config: `execEnabled` must be true or false",
                        "id",
                        "a",
                        "url",
                        url,
                        "execEnabled",
                        "yes"),
                wrong(
                        "failed to parse environment config: unknown field `uri`, expected one of `id`, `url`,"
                                + " `program`, `args`, `env`, `cwd`, `connectTimeoutSec`, `initializeTimeoutSec`,"
                                + " `tokenFile`, `execEnabled`, `filesystemEnabled`",
                        "id",
                        "a",
                        "uri",
                        url));
    }

    private static Arguments wrong(String message, Object... fields) {
        Map<Object, Object> item = new HashMap<>();
        for (int i = 0; i < fields.length; i += 2) {
            item.put(fields[i], fields[i + 1]);
        }
        return Arguments.of(message, item);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void wrong(String message, Map<String, Object> item) {
        assertRefused(message, Map.of("environments", List.of(item)));
    }

    @Test
    void refusesWhatIsWrongAboutTheSection() {
        assertRefused(
                "environment id `a` is duplicated",
                Map.of("environments", List.of(byUrl("a"), byUrl("b"), byUrl("a"))));
        assertRefused("default environment id cannot be empty", Map.of("default", " "));
        assertRefused("default environment `zz` is not configured", Map.of("default", "zz"));
        assertRefused(
                "default environment `local` is not configured", Map.of("default", "local", "includeLocal", false));
        assertRefused(
                "failed to parse environment config: unknown field `standard`, expected one of `default`, "
                        + "`includeLocal`, `environments`",
                Map.of("standard", "a"));
        assertRefused(
                "failed to parse environment config: `includeLocal` must be true or false",
                Map.of("includeLocal", "yes"));
        assertRefused("failed to parse environment config: `environments` must be a list", Map.of("environments", "a"));
        assertRefused(
                "failed to parse environment config: an environment must be an object",
                Map.of("environments", Arrays.asList((Object) null)));
    }

    @Test
    void aMalformedUrlIsToldWithItsReason() {
        assertThatThrownBy(() -> EnvironmentsConfig.ofSection(
                        Map.of("environments", List.of(Map.of("id", "a", "url", "ws://")))))
                .isInstanceOf(EnvironmentConfigException.class)
                .hasMessageStartingWith("exec-server protocol error: environment url `ws://` is invalid: ");
    }

    private static void assertRefused(String message, Map<String, ?> section) {
        assertThatThrownBy(() -> EnvironmentsConfig.ofSection(section))
                .isInstanceOf(EnvironmentConfigException.class)
                .hasMessage("exec-server protocol error: " + message);
    }

    private static Map<String, Object> byUrl(String id) {
        return Map.of("id", id, "url", "ws://127.0.0.1:8765");
    }
}

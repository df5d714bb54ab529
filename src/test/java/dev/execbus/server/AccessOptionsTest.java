package dev.execbus.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.execbus.server.ConfigLoader.OptionValue;
import dev.execbus.transport.Access;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AccessOptionsTest {
    private static final String SHA256_OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(1_800_000_000), ZoneOffset.UTC);

    /** {"alg":"HS256"}, {"exp":1800000000,"iss":"me","aud":"you"}, signed with the secret below. */
    private static final String SIGNED = "eyJhbGciOiJIUzI1NiJ9.eyJleHAiOjE4MDAwMDAwMDAsImlzcyI6Im1lIiwiYXVkIjoieW91In0."
            + "EP2VEq5qqHy9jRsRFdbFhBpScHBLMjYklbmsSYqm7fI";

    @TempDir
    private Path folder;

    private Path token;
    private Path secret;

    @BeforeEach
    void writesTheFiles() throws IOException {
        token = Files.writeString(folder.resolve("token"), "  abc\n");
        secret = Files.writeString(folder.resolve("secret"), "0123456789abcdef0123456789abcdef\n");
    }

    @Test
    void readsTheTokenFromItsFileOnce() throws IOException {
        Access access = access("auth.mode=capability-token", "auth.tokenFile=" + token);
        Files.writeString(token, "another");
        assertThat(access.check("Bearer abc").succeeded()).isTrue();
        assertThat(access.check("Bearer another").succeeded()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {SHA256_OF_ABC, "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD"})
    void takesTheTokensHashInstead(String sha256) {
        Access access = access("auth.mode=capability-token", "auth.tokenSha256=" + sha256);
        assertThat(access.check("Bearer abc").succeeded()).isTrue();
        assertThat(access.check("Bearer abd").succeeded()).isFalse();
    }

    @Test
    void verifiesSignedTokensByTheirSecret() {
        String signed = "auth.mode=signed-bearer-token";
        String file = "auth.sharedSecretFile=" + secret;
        assertThat(access(signed, file).check("Bearer " + SIGNED).succeeded()).isTrue();
        assertThat(access(signed, file, "auth.issuer=me", "auth.audience=you")
                        .check("Bearer " + SIGNED)
                        .succeeded())
                .isTrue();
        assertThat(access(signed, file, "auth.issuer=you")
                        .check("Bearer " + SIGNED)
                        .cause())
                .hasMessage("websocket jwt issuer mismatch");
        assertThat(access(signed, file, "auth.audience=me")
                        .check("Bearer " + SIGNED)
                        .cause())
                .hasMessage("websocket jwt audience mismatch");
    }

    @Test
    void theSkewOfTheConfigurationCounts() {
        Clock late = Clock.offset(CLOCK, Duration.ofSeconds(25));
        EffectiveConfig patient = config("auth.mode=signed-bearer-token", "auth.sharedSecretFile=" + secret);
        EffectiveConfig strict = config(
                "auth.mode=signed-bearer-token", "auth.sharedSecretFile=" + secret, "auth.maxClockSkewSeconds=24");
        assertThat(AccessOptions.access(patient, late).check("Bearer " + SIGNED).succeeded())
                .isTrue();
        assertThat(AccessOptions.access(strict, late).check("Bearer " + SIGNED).cause())
                .hasMessage("expired websocket jwt");
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "auth.mode=capability-token | `--ws-token-file` or `--ws-token-sha256` is required when"
                        + " `--ws-auth capability-token` is set",
                "auth.mode=capability-token auth.tokenFile=x auth.tokenSha256=y | `--ws-token-file` and"
                        + " `--ws-token-sha256` are mutually exclusive",
                "auth.mode=capability-token auth.tokenSha256=abc | --ws-token-sha256 must be a 64-character hex SHA-256"
                        + " digest",
                "auth.mode=capability-token auth.tokenFile=x auth.issuer=me | `--ws-shared-secret-file`, `--ws-issuer`,"
                        + " `--ws-audience`, and `--ws-max-clock-skew-seconds` require `--ws-auth signed-bearer-token`",
                "auth.mode=capability-token auth.tokenFile=x auth.maxClockSkewSeconds=31 | `--ws-shared-secret-file`,"
                        + " `--ws-issuer`, `--ws-audience`, and `--ws-max-clock-skew-seconds` require"
                        + " `--ws-auth signed-bearer-token`",
                "auth.mode=signed-bearer-token | `--ws-shared-secret-file` is required when"
                        + " `--ws-auth signed-bearer-token` is set",
                "auth.mode=signed-bearer-token auth.tokenFile=x auth.sharedSecretFile=y | `--ws-token-file` and"
                        + " `--ws-token-sha256` require `--ws-auth capability-token`, not `signed-bearer-token`",
                "auth.tokenFile=x | websocket auth flags require `--ws-auth capability-token` or"
                        + " `--ws-auth signed-bearer-token`",
                "auth.audience=you | websocket auth flags require `--ws-auth capability-token` or"
                        + " `--ws-auth signed-bearer-token`"
            })
    void refusesOptionsThatDoNotFit(String assignments, String expected) {
        assertThatThrownBy(() -> access(assignments.split(" ")))
                .isInstanceOfSatisfying(
                        StartupException.class,
                        refused -> assertThat(refused.exitCode()).isEqualTo(1))
                .hasMessage(expected);
    }

    @Test
    void anOptionWithTheDefaultIsMeantAllTheSame() {
        EffectiveConfig config = ConfigLoader.load(
                Optional.empty(),
                Map.of(),
                List.of(),
                List.of(new OptionValue(ConfigKeys.AUTH_MAX_CLOCK_SKEW_SECONDS, "--ws-max-clock-skew-seconds", "30")));
        assertThatThrownBy(() -> AccessOptions.access(config, CLOCK))
                .hasMessage("websocket auth flags require `--ws-auth capability-token` or"
                        + " `--ws-auth signed-bearer-token`");
    }

    @Test
    void refusesFilesWithoutASecret() throws IOException {
        Path none = folder.resolve("none");
        Path empty = Files.writeString(folder.resolve("empty"), " \n");
        Path shorter = Files.writeString(folder.resolve("short"), "0123456789abcdef0123456789abcde\n");
        Path binary = Files.write(folder.resolve("binary"), "\u00e4".getBytes(StandardCharsets.ISO_8859_1));
        assertCapabilityRefused(
                none, "failed to read websocket auth secret " + none + ": No such file or directory (os error 2)");
        assertCapabilityRefused(
                folder, "failed to read websocket auth secret " + folder + ": Is a directory (os error 21)");
        assertCapabilityRefused(
                binary, "failed to read websocket auth secret " + binary + ": stream did not contain valid UTF-8");
        assertCapabilityRefused(empty, "websocket auth secret " + empty + " must not be empty");
        assertThatThrownBy(() -> access("auth.mode=signed-bearer-token", "auth.sharedSecretFile=" + shorter))
                .hasMessage("signed websocket bearer secret " + shorter + " must be at least 32 bytes");
        assertThatThrownBy(() -> access("auth.mode=signed-bearer-token", "auth.sharedSecretFile=" + empty))
                .hasMessage("websocket auth secret " + empty + " must not be empty");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ws://0.0.0.0:4500", "ws://[::]:4500", "ws://192.168.1.2:0"})
    void refusesAnOpenDoorToOthers(String url) {
        assertThatThrownBy(() -> access("listen=" + url))
                .isInstanceOf(StartupException.class)
                .hasMessage("listening on " + url + " without authentication would let everybody who reaches it run"
                        + " commands here: choose --ws-auth capability-token or --ws-auth signed-bearer-token, or"
                        + " listen on a loopback address such as ws://127.0.0.1:4500");
        assertThat(access("listen=" + url, "auth.mode=capability-token", "auth.tokenFile=" + token))
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ws://127.0.0.1:0", "ws://[::1]:0", "stdio"})
    void isOpenWhereOnlyThisMachineReachesIt(String url) {
        assertThat(access("listen=" + url).check(null).succeeded()).isTrue();
    }

    @Test
    void refusesAuthenticationOnStdio() {
        assertThatThrownBy(() -> access("listen=stdio", "auth.mode=capability-token", "auth.tokenFile=" + token))
                .isInstanceOf(StartupException.class)
                .hasMessage("WebSocket auth requires a WebSocket listener, not stdio");
    }

    private static void assertCapabilityRefused(Path file, String expected) {
        assertThatThrownBy(() -> access("auth.mode=capability-token", "auth.tokenFile=" + file))
                .isInstanceOf(StartupException.class)
                .hasMessage(expected);
    }

    private static Access access(String... assignments) {
        return AccessOptions.access(config(assignments), CLOCK);
    }

    private static EffectiveConfig config(String... assignments) {
        return ConfigLoader.load(Optional.empty(), Map.of(), List.of(assignments), List.of());
    }
}

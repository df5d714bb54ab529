package dev.execbus.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CapabilityTokenAccessTest {
    private static final String SHA256_OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    private final Access access = CapabilityTokenAccess.ofToken("abc");

    @ParameterizedTest
    @ValueSource(strings = {"Bearer abc", "bearer abc", "BEARER abc", "Bearer   abc  ", " Bearer abc"})
    void letsInWithTheToken(String authorization) {
        assertThat(access.check(authorization).succeeded()).isTrue();
        assertThat(CapabilityTokenAccess.ofSha256(HexFormat.of().parseHex(SHA256_OF_ABC))
                        .check(authorization)
                        .succeeded())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer abd", "Bearer ABC", "Bearer abcd", "Bearer ab", "Bearer a b c"})
    void refusesAnotherToken(String authorization) {
        assertThat(refusal(access.check(authorization))).isEqualTo("invalid websocket bearer token");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer", "Bearer ", "Bearer    ", "Basic abc", "abc", "Bearerabc", "Bearer \u00e4bc"})
    void refusesWhatIsNoBearerHeader(String authorization) {
        assertThat(refusal(access.check(authorization))).isEqualTo("invalid authorization header");
    }

    @Test
    void refusesWithoutAHeader() {
        assertThat(refusal(access.check(null))).isEqualTo("missing websocket bearer token");
    }

    @Test
    void letsEverybodyInWhenOpen() {
        assertThat(Access.open().check(null).succeeded()).isTrue();
    }

    private static String refusal(Future<Void> answer) {
        assertThat(answer.cause()).isInstanceOf(AccessDeniedException.class);
        return answer.cause().getMessage();
    }
}

package dev.execbus.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SignedTokenAccessTest {
    private static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes(UTF_8);
    private static final byte[] OTHER_SECRET = "another secret of thirty-two byte".getBytes(UTF_8);
    private static final long NOW = 1_800_000_000;
    private static final String HS256 = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";
    private static final String LET_IN = "let in";

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"exp\":1800000000} | let in",
                "{\"exp\":1800000100,\"iat\":5,\"sub\":\"x\",\"other\":[1]} | let in",
                "{\"exp\":1799999971} | let in",
                "{\"exp\":1799999970} | let in",
                "{\"exp\":1799999969} | expired websocket jwt",
                "{\"exp\":-5} | expired websocket jwt",
                "{\"exp\":9223372036854775807} | let in",
                "{\"exp\":9223372036854775808} | invalid websocket jwt",
                "{\"exp\":1800000100.5} | invalid websocket jwt",
                "{\"exp\":\"1800000100\"} | invalid websocket jwt",
                "{\"exp\":null} | invalid websocket jwt",
                "{} | invalid websocket jwt",
                "[] | invalid websocket jwt",
                "5 | invalid websocket jwt",
                "{\"exp\":1800000100,\"nbf\":1800000000} | let in",
                "{\"exp\":1800000100,\"nbf\":1800000030} | let in",
                "{\"exp\":1800000100,\"nbf\":1800000031} | websocket jwt is not valid yet",
                "{\"exp\":1800000100,\"nbf\":-9223372036854775808} | let in",
                "{\"exp\":1800000100,\"nbf\":\"soon\"} | invalid websocket jwt",
                "{\"exp\":1,\"nbf\":1900000000} | expired websocket jwt"
            })
    void checksTheTimes(String claims, String expected) {
        assertThat(answer(new SignedTokenRules(null, null, 30), token(HS256, claims, SECRET, "HmacSHA256")))
                .isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"exp\":1800000100,\"iss\":\"me\",\"aud\":\"you\"} | let in",
                "{\"exp\":1800000100,\"iss\":\"me\",\"aud\":[\"they\",\"you\"]} | let in",
                "{\"exp\":1800000100,\"aud\":\"you\"} | websocket jwt issuer mismatch",
                "{\"exp\":1800000100,\"iss\":\"Me\",\"aud\":\"you\"} | websocket jwt issuer mismatch",
                "{\"exp\":1800000100,\"iss\":[\"me\"],\"aud\":\"you\"} | websocket jwt issuer mismatch",
                "{\"exp\":1800000100,\"iss\":\"me\"} | websocket jwt audience mismatch",
                "{\"exp\":1800000100,\"iss\":\"me\",\"aud\":\"they\"} | websocket jwt audience mismatch",
                "{\"exp\":1800000100,\"iss\":\"me\",\"aud\":[]} | websocket jwt audience mismatch",
                "{\"exp\":1800000100,\"iss\":\"me\",\"aud\":[\"they\"]} | websocket jwt audience mismatch",
                "{\"exp\":1800000100,\"iss\":\"me\",\"aud\":5} | websocket jwt audience mismatch",
                "{\"exp\":1} | expired websocket jwt"
            })
    void checksIssuerAndAudienceWhenAsked(String claims, String expected) {
        assertThat(answer(new SignedTokenRules("me", "you", 30), token(HS256, claims, SECRET, "HmacSHA256")))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"HS384, HmacSHA384", "HS512, HmacSHA512", "none, HmacSHA256", "RS256, HmacSHA256", "hs256, HmacSHA256"})
    void refusesEveryOtherAlgorithm(String name, String algorithm) {
        String token = token("{\"alg\":\"" + name + "\"}", "{\"exp\":1800000100}", SECRET, algorithm);
        assertThat(answer(token)).isEqualTo("invalid websocket jwt");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"alg\":\"HS256\"}", "{\"alg\":\"HS256\",\"typ\":\"other\",\"kid\":\"k1\"}"})
    void needsNothingButTheAlgorithmInTheHeader(String header) {
        assertThat(answer(token(header, "{\"exp\":1800000100}", SECRET, "HmacSHA256")))
                .isEqualTo(LET_IN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"alg\":5}", "[]", "{\"alg\":null}", "not json"})
    void refusesAHeaderWithoutAnAlgorithm(String header) {
        assertThat(answer(token(header, "{\"exp\":1800000100}", SECRET, "HmacSHA256")))
                .isEqualTo("invalid websocket jwt");
    }

    @Test
    void refusesAnotherSignature() {
        assertThat(answer(token(HS256, "{\"exp\":1800000100}", OTHER_SECRET, "HmacSHA256")))
                .isEqualTo("invalid websocket jwt");
    }

    @Test
    void looksAtNoClaimOfATokenThatIsNotSigned() {
        assertThat(answer(token(HS256, "{\"exp\":1}", OTHER_SECRET, "HmacSHA256")))
                .isEqualTo("invalid websocket jwt");
    }

    @Test
    void refusesAnUnsignedToken() {
        String unsigned = base64("{\"alg\":\"none\"}".getBytes(UTF_8)) + "."
                + base64("{\"exp\":1800000100}".getBytes(UTF_8)) + ".";
        assertThat(answer(unsigned)).isEqualTo("invalid websocket jwt");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "a.b", "a.b.c", "...", "a.b.c.d", "!.!.!"})
    void refusesWhatIsNoJwt(String token) {
        assertThat(answer(token)).isEqualTo("invalid websocket jwt");
    }

    @Test
    void readsTheHeaderAsTheOtherModeDoes() {
        SignedTokenAccess access = access(new SignedTokenRules(null, null, 30));
        assertThat(answer(access.check(null))).isEqualTo("missing websocket bearer token");
        assertThat(answer(access.check("Basic x"))).isEqualTo("invalid authorization header");
    }

    @Test
    void aSkewOfAnySizeOverflowsNothing() {
        SignedTokenRules patient = new SignedTokenRules(null, null, Long.MAX_VALUE);
        String token = token(HS256, "{\"exp\":5,\"nbf\":1900000000}", SECRET, "HmacSHA256");
        assertThat(answer(patient, token)).isEqualTo(LET_IN);
    }

    private static String answer(String token) {
        return answer(new SignedTokenRules(null, null, 30), token);
    }

    private static String answer(SignedTokenRules rules, String token) {
        return answer(access(rules).check("Bearer " + token));
    }

    private static String answer(Future<Void> answer) {
        if (answer.succeeded()) {
            return LET_IN;
        }
        assertThat(answer.cause()).isInstanceOf(AccessDeniedException.class);
        return answer.cause().getMessage();
    }

    private static SignedTokenAccess access(SignedTokenRules rules) {
        return new SignedTokenAccess(SECRET, rules, Clock.fixed(Instant.ofEpochSecond(NOW), ZoneOffset.UTC));
    }

    private static String token(String header, String claims, byte[] secret, String algorithm) {
        String signed = base64(header.getBytes(UTF_8)) + "." + base64(claims.getBytes(UTF_8));
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(secret, algorithm));
            return signed + "." + base64(mac.doFinal(signed.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}

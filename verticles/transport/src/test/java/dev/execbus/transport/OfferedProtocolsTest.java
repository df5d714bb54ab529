package dev.execbus.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OfferedProtocolsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "execbus, execbus.bearer.abc.DEF-_~ | abc.DEF-_~",
                "execbus.bearer.t,execbus | t",
                "mqtt, execbus, execbus.bearer.a+b | a+b",
                "execbus, execbus.bearer.a%3D%2F%25 | a=/%"
            })
    void readsTheToken(String header, String token) {
        assertThat(OfferedProtocols.of(header)).isEqualTo(new OfferedProtocols(token, null));
    }

    @Test
    void needsNone() {
        OfferedProtocols none = new OfferedProtocols(null, null);
        assertThat(OfferedProtocols.of((String) null)).isEqualTo(none);
        assertThat(OfferedProtocols.of("")).isEqualTo(none);
        assertThat(OfferedProtocols.of("execbus")).isEqualTo(none);
        assertThat(OfferedProtocols.of("vertxbus, EXECBUS.bearer.t")).isEqualTo(none);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "execbus.bearer.t | offer the subprotocol `execbus` beside the one with the token",
                "execbus, execbus.bearer.a, execbus.bearer.b | more than one token is offered as a subprotocol",
                "execbus, execbus.bearer.%zz | the token in the subprotocol is not percent-encoded well",
                "execbus, execbus.bearer.a%2 | the token in the subprotocol is not percent-encoded well"
            })
    void saysWhatIsWrong(String header, String complaint) {
        assertThat(OfferedProtocols.of(header)).isEqualTo(new OfferedProtocols(null, complaint));
    }

    @Test
    void tellsNobodyTheToken() {
        assertThat(OfferedProtocols.of("execbus, execbus.bearer.secret"))
                .asString()
                .doesNotContain("secret");
        assertThat(new Caller.Guest("secret")).asString().doesNotContain("secret");
    }
}

package dev.execbus.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostRulesTest {
    private static final String PLACE = "the host of the URL";
    private static final String NOT_ALLOWED =
            "http/request is refused: the host of the URL is not on this server's list of allowed hosts";

    /** What a request to this host with these addresses is told; null when it may go. */
    private static String verdict(List<String> allow, List<String> deny, String host, String... addresses) {
        HostRules rules = HostRules.parse(allow, deny);
        RequestUrl url = UrlReader.absolute("http://" + host + "/");
        try {
            if (rules.checkName(url, PLACE)) {
                List<InetAddress> found = addresses.length == 0
                        ? List.of(url.literal())
                        : Stream.of(addresses).map(InetAddress::ofLiteral).toList();
                rules.checkAddresses(url, found, PLACE);
            }
            return null;
        } catch (ExecbusException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
            return e.getMessage();
        }
    }

    private static String denied(String kind) {
        return "http/request is refused: the host of the URL is denied by " + kind + " of this server";
    }

    @Test
    void allowsEverythingWithoutRules() {
        assertThat(verdict(List.of(), List.of(), "127.0.0.1")).isNull();
        assertThat(verdict(List.of(), List.of(), "example.com", "10.0.0.1")).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "example.com, true",
        "EXAMPLE.com, true",
        "example.com., true",
        "www.example.com, false",
        "sub.example.org, true",
        "a.sub.example.org, true",
        "example.org, false",
        "badexample.org, false",
        "xn--bcher-kva.example, true",
        "example.net, false"
    })
    void deniesNames(String host, boolean denied) {
        assertThat(verdict(List.of(), List.of("Example.com.", "*.example.org", "bücher.example"), host, "1.2.3.4"))
                .isEqualTo(denied ? denied("a host name rule") : null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.255.1.2",
                "::1",
                "::ffff:127.0.0.1",
                "::127.0.0.1",
                "::ffff:0:127.0.0.1",
                "0.0.0.0",
                "0.1.2.3",
                "::",
                "64:ff9b::127.0.0.1",
                "64:ff9b:1::7f00:1",
                "64:ff9b::",
                "2002:7f00:1::",
                "2001:0:1:2:3:4:80ff:fffe",
                "fe80::5efe:127.0.0.1"
            })
    void knowsLoopbackInAllItsForms(String address) {
        assertThat(verdict(List.of(), List.of("loopback"), "h.example", address))
                .isEqualTo(denied("the rule loopback"));
    }

    @ParameterizedTest
    @CsvSource({
        "link-local, 169.254.169.254",
        "link-local, fe80::1",
        "link-local, 64:ff9b::a9fe:a9fe",
        "private, 10.1.2.3",
        "private, 172.31.255.255",
        "private, 192.168.0.1",
        "private, 100.100.100.200",
        "private, fd00:ec2::254",
        "private, 2002:0a00:1::1"
    })
    void knowsTheNamedGroups(String group, String address) {
        assertThat(verdict(List.of(), List.of(group), "h.example", address)).isEqualTo(denied("the rule " + group));
        assertThat(verdict(List.of(), List.of("loopback"), "h.example", address))
                .isNull();
        assertThat(verdict(List.of(group), List.of(), "h.example", address)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"172.32.0.1", "8.8.8.8", "192.169.0.1", "2606:4700::1111", "169.253.1.1"})
    void leavesPublicAddressesAlone(String address) {
        assertThat(verdict(List.of(), List.of("loopback", "link-local", "192.168.0.0/16"), "h.example", address))
                .isNull();
    }

    @Test
    void refusesWhenOneOfManyAddressesIsDenied() {
        assertThat(verdict(List.of(), List.of("10.0.0.0/8"), "h.example", "1.2.3.4", "10.9.9.9"))
                .isEqualTo(denied("a network rule"));
        assertThat(verdict(List.of(), List.of("10.9.9.9"), "h.example", "1.2.3.4", "10.9.9.9"))
                .isEqualTo(denied("an address rule"));
    }

    @Test
    void allowsNamesOrAddresses() {
        List<String> allow = List.of("*.example.com", "10.1.0.0/16");

        assertThat(verdict(allow, List.of(), "api.example.com", "127.0.0.1")).isNull();
        assertThat(verdict(allow, List.of(), "other.example", "10.1.2.3", "10.1.2.4"))
                .isNull();
        assertThat(verdict(allow, List.of(), "other.example", "10.1.2.3", "10.2.0.1"))
                .isEqualTo(NOT_ALLOWED);
        assertThat(verdict(allow, List.of(), "10.1.0.1")).isNull();
        assertThat(verdict(allow, List.of(), "11.1.0.1")).isEqualTo(NOT_ALLOWED);
    }

    @Test
    void asksForNoAddressOfAHostThatIsRefusedByName() {
        HostRules rules = HostRules.parse(List.of("example.com"), List.of());

        assertThatThrownBy(() -> rules.checkName(UrlReader.absolute("http://secret.attacker.example/"), PLACE))
                .hasMessage(NOT_ALLOWED);
    }

    @Test
    void countsAnAllowedAddressAsTheOneItLeadsTo() {
        assertThat(verdict(List.of("2000::/3"), List.of(), "h.example", "2002:7f00:1::1"))
                .isEqualTo(NOT_ALLOWED);
    }

    @Test
    void deniesMoreStronglyThanItAllows() {
        assertThat(verdict(List.of("*"), List.of("loopback"), "h.example", "127.0.0.1"))
                .isEqualTo(denied("the rule loopback"));
        assertThat(verdict(List.of("h.example"), List.of("link-local"), "h.example", "fe80::1"))
                .isEqualTo(denied("the rule link-local"));
        assertThat(verdict(List.of("loopback"), List.of("*"), "127.0.0.1")).isEqualTo(denied("a host name rule"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a b",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/x",
                "::/129",
                "a/8",
                "*x.example",
                "a.*.b",
                "1.2.3",
                "[::1",
                "fe80::1%lo",
                "http://x/"
            })
    void refusesRulesItCannotRead(String rule) {
        assertThatThrownBy(() -> HostRules.parse(List.of(), List.of(rule)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not a host name, *.name, address, network, loopback, link-local, private or *: `" + rule
                        + "`");
    }
}

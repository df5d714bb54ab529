package dev.execbus.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ClusterSettingsTest {
    private static final byte[] BYTES = "sixteen bytes, ok".getBytes(StandardCharsets.UTF_8);

    @Test
    void theSecretIsNotShownAndNotShared() {
        byte[] bytes = BYTES.clone();
        ClusterSecret secret = ClusterSecret.of(bytes);
        bytes[0]++;

        assertThat(secret).isEqualTo(ClusterSecret.of(BYTES)).hasToString("ClusterSecret");
        assertThat(settings("test", "127.0.0.1", 5_701, List.of(), "127.0.0.1", 0, null)
                        .toString())
                .contains("secret=ClusterSecret")
                .doesNotContain("sixteen");
        assertThatThrownBy(() -> ClusterSecret.of(new byte[15]))
                .hasMessage("the cluster's secret must have 16 bytes at least, it has 15");
    }

    @Test
    void hazelcastsNameSaysWhoKnowsTheSecret() {
        ClusterSecret secret = ClusterSecret.of(BYTES);

        assertThat(secret.hazelcastName("test")).matches("test-[0-9a-f]{32}");
        assertThat(secret.hazelcastName("test"))
                .isEqualTo(ClusterSecret.of(BYTES).hazelcastName("test"))
                .isNotEqualTo(ClusterSecret.of(new byte[16]).hazelcastName("test"));
        assertThat(secret.hazelcastName("other").substring(6))
                .isNotEqualTo(secret.hazelcastName("test").substring(5));
    }

    @Test
    void whatIsWrongIsSaid() {
        refused(
                "the cluster's name must be 1 to 64 letters, digits, - or _, not a b",
                () -> settings("a b", "127.0.0.1", 5_701, List.of(), "127.0.0.1", 0, null));
        refused(
                "the cluster's host must be a host name or an address without brackets, not [::1]",
                () -> settings("test", "[::1]", 5_701, List.of(), "127.0.0.1", 0, null));
        refused(
                "the cluster's port must be 1 to 65535, not 0",
                () -> settings("test", "127.0.0.1", 0, List.of(), "127.0.0.1", 0, null));
        refused(
                "a member of the cluster must be HOST:PORT, not 127.0.0.1",
                () -> settings("test", "127.0.0.1", 5_701, List.of("127.0.0.1"), "127.0.0.1", 0, null));
        refused(
                "the event bus's port must be 0 to 65535, not 65536",
                () -> settings("test", "127.0.0.1", 5_701, List.of(), "127.0.0.1", 65_536, null));
        refused(
                "the event bus's public host must be set when the event bus listens everywhere, not null",
                () -> settings("test", "127.0.0.1", 5_701, List.of(), "0.0.0.0", 0, null));
        refused(
                "the event bus's public host must be a host name or an address without brackets, not a/b",
                () -> settings("test", "127.0.0.1", 5_701, List.of(), "0.0.0.0", 0, "a/b"));
    }

    private static void refused(String sentence, Runnable making) {
        assertThatThrownBy(making::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(sentence);
    }

    private static ClusterSettings settings(
            String name, String host, int port, List<String> members, String busHost, int busPort, String publicHost) {
        return new ClusterSettings(
                name,
                ClusterSecret.of(BYTES),
                Path.of("members.xml"),
                host,
                port,
                members,
                null,
                busHost,
                busPort,
                publicHost,
                null,
                null);
    }
}

package dev.execbus.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.ServerSocketEndpointConfig;
import com.hazelcast.instance.EndpointQualifier;
import dev.execbus.bus.NodeName;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xml.sax.SAXException;

final class HazelcastFileTest {
    private static final Path FOLDER = Path.of("../../config/cluster");
    private static final ClusterSecret SECRET = ClusterSecret.of(new byte[16]);

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"members.xml", "kubernetes.xml"})
    void whatWeShipFitsHazelcastsSchema(String name) throws IOException, SAXException {
        String xml = Files.readString(FOLDER.resolve(name))
                .replace("${execbus.cluster.port}", "5701")
                .replace("${execbus.cluster.kubernetesService}", "execbus.default.svc.cluster.local");
        SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                .newSchema(Config.class.getResource("/hazelcast-config-5.7.xsd"))
                .newValidator()
                .validate(new StreamSource(new StringReader(xml)));
    }

    @Test
    void membersAreFoundByTheirAddresses() {
        Config config = read(FOLDER.resolve("members.xml"), List.of("10.0.0.1:5701", "10.0.0.2:5701"), null);

        JoinConfig join = config.getAdvancedNetworkConfig().getJoin();
        ServerSocketEndpointConfig members = (ServerSocketEndpointConfig)
                config.getAdvancedNetworkConfig().getEndpointConfigs().get(EndpointQualifier.MEMBER);
        assertThat(config.getClusterName()).isEqualTo(SECRET.hazelcastName("test"));
        assertThat(members.getPort()).isEqualTo(5_703);
        assertThat(members.isPortAutoIncrement()).isFalse();
        assertThat(members.getInterfaces().getInterfaces()).containsExactly("10.0.0.3");
        assertThat(join.getTcpIpConfig().getMembers()).containsExactly("10.0.0.1:5701", "10.0.0.2:5701");
        assertThat(join.getMulticastConfig().isEnabled()).isFalse();
        assertThat(join.getAutoDetectionConfig().isEnabled()).isFalse();
    }

    @Test
    void podsAreFoundByTheirService() {
        Config config = read(FOLDER.resolve("kubernetes.xml"), List.of(), "execbus.default.svc.cluster.local");

        JoinConfig join = config.getAdvancedNetworkConfig().getJoin();
        assertThat(join.getTcpIpConfig().isEnabled()).isFalse();
        assertThat(join.getKubernetesConfig().isEnabled()).isTrue();
        assertThat(join.getKubernetesConfig().getProperties())
                .containsEntry("service-dns", "execbus.default.svc.cluster.local")
                .containsEntry("service-port", "5703");
    }

    @Test
    void aFileThatLeavesMembersToChanceIsRefused() throws IOException {
        refused(
                "multicast, by which anybody near would be found",
                "<multicast enabled=\"true\"/><auto-detection enabled=\"false\"/>");
        refused("leaves auto-detection on", "<tcp-ip enabled=\"true\"><members>127.0.0.1</members></tcp-ip>");
        refused("the service's DNS name is not set", "<kubernetes enabled=\"true\"/>");
        refused(
                "wants a list of members, but none is set",
                "<tcp-ip enabled=\"true\"><members>127.0.0.1</members></tcp-ip><auto-detection enabled=\"false\"/>");
    }

    @Test
    void aFileThatIsNoneIsRefused() throws IOException {
        Path missing = folder.resolve("missing.xml");
        assertThatThrownBy(() -> read(missing, List.of(), null))
                .isInstanceOf(ClusterException.class)
                .hasMessage("Hazelcast's configuration file cannot be read: " + missing);
        Path broken = Files.writeString(folder.resolve("broken.xml"), "<hazelcast>");
        assertThatThrownBy(() -> read(broken, List.of(), null))
                .isInstanceOf(ClusterException.class)
                .hasMessageStartingWith("Hazelcast does not accept " + broken + ": ");
    }

    @Test
    void theFilesOwnPropertiesWinAndTheClustersNameDoesNot() throws IOException {
        Path file = Files.writeString(folder.resolve("own.xml"), """
            <hazelcast xmlns="http://www.hazelcast.com/schema/config">
              <cluster-name>somebody-elses</cluster-name>
              <properties><property name="hazelcast.max.no.heartbeat.seconds">30</property></properties>
              <advanced-network enabled="true"><join><auto-detection enabled="false"/></join></advanced-network>
            </hazelcast>
            """);

        Config config = HazelcastTuning.apply(
                read(file, List.of(), null),
                settings(file, List.of(), null),
                new Announcement("a-node", List.of(new NodeName("w1")), new HostPort("10.0.0.3", 5_704)));

        assertThat(config.getProperty("hazelcast.max.no.heartbeat.seconds")).isEqualTo("30");
        assertThat(config.getProperty("hazelcast.heartbeat.interval.seconds")).isEqualTo("1");
        assertThat(config.getProperty("hazelcast.phone.home.enabled")).isEqualTo("false");
        assertThat(config.getClusterName()).isEqualTo(SECRET.hazelcastName("test"));
        assertThat(config.getMemberAttributeConfig().getAttributes())
                .containsEntry("execbus.names", "w1")
                .containsEntry("execbus.bus", "10.0.0.3:5704");
    }

    @Test
    void aFileThatLetsInOthersThanMembersIsRefused() throws IOException {
        refusedFile("uses the plain network", "<network><join><auto-detection enabled=\"false\"/></join></network>");
        refusedFile(
                "opens ports for others than members",
                "<advanced-network enabled=\"true\"><client-server-socket-endpoint-config/></advanced-network>");
    }

    private void refused(String words, String join) throws IOException {
        refusedFile(words, "<advanced-network enabled=\"true\"><join>" + join + "</join></advanced-network>");
    }

    private void refusedFile(String words, String content) throws IOException {
        Path file = Files.writeString(
                folder.resolve("refused.xml"),
                "<hazelcast xmlns=\"http://www.hazelcast.com/schema/config\">" + content + "</hazelcast>");
        assertThatThrownBy(() -> read(file, List.of(), null))
                .isInstanceOf(ClusterException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(words);
    }

    private static Config read(Path file, List<String> members, String service) {
        return HazelcastFile.read(settings(file, members, service));
    }

    private static ClusterSettings settings(Path file, List<String> members, String service) {
        return new ClusterSettings(
                "test", SECRET, file, "10.0.0.3", 5_703, members, null, "10.0.0.3", 5_704, null, service, null);
    }
}

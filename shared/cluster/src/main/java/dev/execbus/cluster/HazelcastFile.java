package dev.execbus.cluster;

import com.hazelcast.config.AdvancedNetworkConfig;
import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.XmlConfigBuilder;
import com.hazelcast.core.HazelcastException;
import com.hazelcast.instance.EndpointQualifier;
import java.io.FileNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Set;

/** Reads Hazelcast's configuration and refuses one that would let members in by chance. */
final class HazelcastFile {
    private HazelcastFile() {}

    static Config read(ClusterSettings settings) {
        Path file = settings.hazelcastFile();
        if (!Files.isReadable(file)) {
            throw new ClusterException("Hazelcast's configuration file cannot be read: " + file);
        }
        Config config;
        try {
            config = new XmlConfigBuilder(file.toString())
                    .setProperties(properties(settings))
                    .build();
        } catch (FileNotFoundException | HazelcastException e) {
            throw new ClusterException("Hazelcast does not accept " + file + ": " + reason(e), e);
        }
        check(settings.hazelcastFile(), config.getAdvancedNetworkConfig());
        check(settings, config.getAdvancedNetworkConfig().getJoin());
        return config;
    }

    private static Properties properties(ClusterSettings settings) {
        Properties properties = new Properties();
        properties.setProperty("execbus.cluster.name", settings.secret().hazelcastName(settings.name()));
        properties.setProperty("execbus.cluster.host", settings.host());
        properties.setProperty("execbus.cluster.port", Integer.toString(settings.port()));
        properties.setProperty("execbus.cluster.members", String.join(",", settings.members()));
        properties.setProperty(
                "execbus.cluster.kubernetesService",
                settings.kubernetesService() == null ? "" : settings.kubernetesService());
        return properties;
    }

    private static void check(Path file, AdvancedNetworkConfig network) {
        if (!network.isEnabled()) {
            throw new ClusterException(
                    file + " uses the plain network, which lets Hazelcast's clients in: use <advanced-network>");
        }
        if (!network.getEndpointConfigs().keySet().equals(Set.of(EndpointQualifier.MEMBER))) {
            throw new ClusterException(file + " opens ports for others than members: only"
                    + " <member-server-socket-endpoint-config> is allowed");
        }
    }

    private static void check(ClusterSettings settings, JoinConfig join) {
        Path file = settings.hazelcastFile();
        boolean kubernetes = join.getKubernetesConfig().isEnabled();
        if (join.getMulticastConfig().isEnabled()) {
            throw new ClusterException(
                    file + " enables multicast, by which anybody near would be found: switch it off");
        }
        if (join.getAutoDetectionConfig().isEnabled() && !kubernetes) {
            throw new ClusterException(file + " leaves auto-detection on: switch it off"
                    + " with <auto-detection enabled=\"false\"/> and say where members are");
        }
        if (kubernetes && settings.kubernetesService() == null) {
            throw new ClusterException(file + " asks Kubernetes for members, but the service's DNS name is not set");
        }
        if (join.getTcpIpConfig().isEnabled() && settings.members().isEmpty()) {
            throw new ClusterException(file + " wants a list of members, but none is set");
        }
    }

    private static String reason(Throwable failure) {
        return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }
}

package dev.execbus.cluster;

import com.hazelcast.config.ClassFilter;
import com.hazelcast.config.Config;
import com.hazelcast.config.JavaSerializationFilterConfig;
import com.hazelcast.config.ServerSocketEndpointConfig;
import com.hazelcast.instance.EndpointQualifier;
import java.util.Map;

/** What a cluster of ours wants of Hazelcast: soon to notice, small, and silent. The file's own properties win. */
final class HazelcastTuning {
    private static final Map<String, String> PROPERTIES = Map.ofEntries(
            Map.entry("hazelcast.heartbeat.interval.seconds", "1"),
            Map.entry("hazelcast.max.no.heartbeat.seconds", "5"),
            // Also how often the others are asked to agree when the oldest member is gone, whom they may miss some
            // seconds later than the one that takes over: whoever has not agreed by then is taken for lost.
            Map.entry("hazelcast.mastership.claim.timeout.seconds", "60"),
            Map.entry("hazelcast.member.list.publish.interval.seconds", "5"),
            Map.entry("hazelcast.connection.monitor.interval", "100"),
            Map.entry("hazelcast.connection.monitor.max.faults", "2"),
            Map.entry("hazelcast.socket.connect.timeout.seconds", "2"),
            // Two clusters that see each other again become one.
            Map.entry("hazelcast.merge.first.run.delay.seconds", "2"),
            Map.entry("hazelcast.merge.next.run.delay.seconds", "2"),
            Map.entry("hazelcast.max.join.merge.target.seconds", "5"),
            Map.entry("hazelcast.wait.seconds.before.join", "0"),
            Map.entry("hazelcast.max.wait.seconds.before.join", "2"),
            Map.entry("hazelcast.max.join.seconds", "30"),
            Map.entry("hazelcast.graceful.shutdown.max.wait", "1"),
            Map.entry("hazelcast.operation.call.timeout.millis", "5000"),
            Map.entry("hazelcast.partition.count", "31"),
            Map.entry("hazelcast.operation.thread.count", "2"),
            Map.entry("hazelcast.operation.generic.thread.count", "2"),
            Map.entry("hazelcast.operation.response.thread.count", "1"),
            Map.entry("hazelcast.io.thread.count", "1"),
            Map.entry("hazelcast.event.thread.count", "2"),
            Map.entry("hazelcast.clientengine.thread.count", "1"),
            Map.entry("hazelcast.clientengine.query.thread.count", "1"),
            Map.entry("hazelcast.clientengine.blocking.thread.count", "1"),
            Map.entry("hazelcast.phone.home.enabled", "false"),
            Map.entry("hazelcast.health.monitoring.level", "OFF"),
            Map.entry("hazelcast.shutdownhook.enabled", "false"),
            Map.entry("hazelcast.logging.type", "slf4j"),
            // The details are the cluster's name, which nobody must read in a log.
            Map.entry("hazelcast.logging.details.enabled", "false"),
            Map.entry("hazelcast.logging.emoji.enabled", "false"));

    private HazelcastTuning() {}

    static Config apply(Config config, ClusterSettings settings, Announcement announcement) {
        PROPERTIES.forEach((name, value) -> config.getProperties().putIfAbsent(name, value));
        config.setClusterName(settings.secret().hazelcastName(settings.name()));
        // By itself Hazelcast would name its threads after the cluster.
        config.setInstanceName("execbus-" + announcement.nodeId());
        announcement.attributes().forEach(config.getMemberAttributeConfig()::setAttribute);
        config.getJetConfig().setEnabled(false);
        config.getMetricsConfig().setEnabled(false);
        config.getSerializationConfig()
                .setJavaSerializationFilterConfig(new JavaSerializationFilterConfig()
                        .setWhitelist(new ClassFilter().addClasses("java.lang.String")));
        listen(config, settings);
        return config;
    }

    private static void listen(Config config, ClusterSettings settings) {
        ServerSocketEndpointConfig members = (ServerSocketEndpointConfig)
                config.getAdvancedNetworkConfig().getEndpointConfigs().get(EndpointQualifier.MEMBER);
        boolean everywhere = ClusterSettings.isEverywhere(settings.host());
        // Otherwise Hazelcast listens on all interfaces, whatever it was told to pick.
        config.setProperty("hazelcast.socket.server.bind.any", Boolean.toString(everywhere));
        config.setProperty("hazelcast.socket.client.bind", "false");
        if (everywhere) {
            members.getInterfaces().setEnabled(false);
        }
        if (settings.publicHost() != null) {
            members.setPublicAddress(new HostPort(settings.publicHost(), settings.port()).toString());
        }
    }
}

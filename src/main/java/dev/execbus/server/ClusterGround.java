package dev.execbus.server;

import dev.execbus.bus.NodeName;
import dev.execbus.cluster.Cluster;
import dev.execbus.cluster.ClusterException;
import dev.execbus.cluster.ClusterSecret;
import dev.execbus.cluster.ClusterSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ground of a node that has others beside it. The only class that knows the cluster: loaded when there is one. */
final class ClusterGround {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterGround.class);

    private static final Path MEMBERS = Path.of("config", "cluster", "members.xml");
    private static final Path KUBERNETES = Path.of("config", "cluster", "kubernetes.xml");

    private ClusterGround() {}

    /**
     * Blocks.
     *
     * @param broken is told when the cluster does not heal; on any thread
     * @throws StartupException when the node cannot join
     */
    static Ground join(ServerConfig config, Runnable broken) {
        ClusterSettings settings = settings(config);
        Role role = config.node().role();
        List<NodeName> gateways =
                role.isGateway() ? GatewayNames.fresh(config.node().name(), config.gateways()) : List.of();
        List<NodeName> names = new ArrayList<>(gateways);
        if (role.isWorker()) {
            names.add(config.node().name());
        }
        try {
            Cluster cluster = Cluster.join(settings, names, Ground.options(config));
            cluster.whenBroken(broken);
            return new Ground(cluster.vertx(), cluster.bus(), cluster.peers(), gateways, cluster::leave);
        } catch (ClusterException e) {
            throw new StartupException(e.getMessage());
        }
    }

    private static ClusterSettings settings(ServerConfig config) {
        ClusterConfig cluster = config.cluster();
        byte[] secret = SecretFile.read(config.node().role(), cluster.secretFile());
        if (SecretFile.isOpenToOthers(cluster.secretFile())) {
            LOG.warn(
                    "the cluster's secret can be read by everybody on this machine, who could join and own the workers:"
                            + " chmod 600 {}",
                    cluster.secretFile());
        }
        try {
            return new ClusterSettings(
                    cluster.name(),
                    ClusterSecret.of(secret),
                    file(cluster),
                    cluster.host(),
                    cluster.port(),
                    cluster.members(),
                    cluster.publicHost(),
                    cluster.busHost() == null ? cluster.host() : cluster.busHost(),
                    cluster.busPort(),
                    cluster.busPublicHost() == null ? cluster.publicHost() : cluster.busPublicHost(),
                    cluster.kubernetesService(),
                    tls(cluster.tls()));
        } catch (IllegalArgumentException e) {
            throw new StartupException("cluster: " + e.getMessage());
        }
    }

    private static Path file(ClusterConfig cluster) {
        if (cluster.file() != null) {
            return cluster.file().toAbsolutePath();
        }
        return ImageFolder.find()
                .map(image -> image.resolve(cluster.kubernetesService() == null ? MEMBERS : KUBERNETES))
                .orElseThrow(() -> new StartupException("cluster.file is needed: it has no default here, where the"
                        + " server does not run from its own folder"));
    }

    private static ClusterSettings.Tls tls(ClusterConfig.Tls tls) {
        if (tls.isEmpty()) {
            return null;
        }
        if (!tls.isComplete()) {
            throw new StartupException(
                    "cluster.tls needs all of certificateFile, keyFile and authorityFile, or none of them");
        }
        return new ClusterSettings.Tls(tls.certificateFile(), tls.keyFile(), tls.authorityFile());
    }
}

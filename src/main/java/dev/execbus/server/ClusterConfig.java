package dev.execbus.server;

import java.nio.file.Path;
import java.util.List;

/**
 * The section about the cluster, as it was configured. Members that are null have no value.
 *
 * @param secretFile needed in every role of a cluster
 * @param file of the library that keeps the members; without a value the one that comes with the application
 * @param publicHost where other members find this one, if that is not {@code host}
 * @param kubernetesService whose pods are the members, instead of {@code members}
 * @param busHost where messages of other nodes arrive, if that is not {@code host}
 * @param busPort 0 for any
 * @param busPublicHost where messages of other nodes arrive from their point of view, if that is not {@code busHost}
 */
record ClusterConfig(
        String name,
        Path secretFile,
        Path file,
        String host,
        int port,
        String publicHost,
        List<String> members,
        String kubernetesService,
        String busHost,
        int busPort,
        String busPublicHost,
        Tls tls) {
    /** Files in PEM: all of them or none. */
    record Tls(Path certificateFile, Path keyFile, Path authorityFile) {
        boolean isComplete() {
            return certificateFile != null && keyFile != null && authorityFile != null;
        }

        boolean isEmpty() {
            return certificateFile == null && keyFile == null && authorityFile == null;
        }
    }

    ClusterConfig {
        members = List.copyOf(members);
    }

    static ClusterConfig of(EffectiveConfig config) {
        return new ClusterConfig(
                config.get(ConfigKeys.CLUSTER_NAME),
                config.get(ConfigKeys.CLUSTER_SECRET_FILE),
                config.get(ConfigKeys.CLUSTER_FILE),
                config.get(ConfigKeys.CLUSTER_HOST),
                config.get(ConfigKeys.CLUSTER_PORT),
                config.get(ConfigKeys.CLUSTER_PUBLIC_HOST),
                config.get(ConfigKeys.CLUSTER_MEMBERS),
                config.get(ConfigKeys.CLUSTER_KUBERNETES_SERVICE),
                config.get(ConfigKeys.CLUSTER_BUS_HOST),
                config.get(ConfigKeys.CLUSTER_BUS_PORT),
                config.get(ConfigKeys.CLUSTER_BUS_PUBLIC_HOST),
                new Tls(
                        config.get(ConfigKeys.CLUSTER_TLS_CERTIFICATE_FILE),
                        config.get(ConfigKeys.CLUSTER_TLS_KEY_FILE),
                        config.get(ConfigKeys.CLUSTER_TLS_AUTHORITY_FILE)));
    }
}

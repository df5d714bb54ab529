package dev.execbus.cluster;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * How a node finds its cluster and where it can be found.
 *
 * @param name of the cluster, the same on all nodes
 * @param secret the same on all nodes
 * @param hazelcastFile Hazelcast's configuration, XML, with {@code ${execbus.cluster.*}} for what is written here
 * @param host where Hazelcast listens; {@code 0.0.0.0} for everywhere
 * @param port where Hazelcast listens
 * @param members where others may be found, {@code host:port}; this node may be among them
 * @param publicHost where others reach Hazelcast on this node; null for {@code host}
 * @param busHost where the event bus listens; {@code 0.0.0.0} for everywhere
 * @param busPort where the event bus listens; 0 for a free one
 * @param busPublicHost where others reach the event bus of this node; null for {@code busHost}
 * @param kubernetesService DNS name of a headless service that lists the members; null for none
 * @param tls for the event bus; null for none
 */
public record ClusterSettings(
        String name,
        ClusterSecret secret,
        Path hazelcastFile,
        String host,
        int port,
        List<String> members,
        String publicHost,
        String busHost,
        int busPort,
        String busPublicHost,
        String kubernetesService,
        Tls tls) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9_.:%-]{1,253}");

    /**
     * Both sides of every connection of the event bus show a certificate. PEM files.
     *
     * @param certificate of this node, with what leads to the authority
     * @param key of this node, PKCS 8
     * @param authority whose certificates are believed
     */
    public record Tls(Path certificate, Path key, Path authority) {
        public Tls {
            Objects.requireNonNull(certificate, "the certificate for the event bus is missing");
            Objects.requireNonNull(key, "the key for the event bus is missing");
            Objects.requireNonNull(authority, "the authority for the event bus is missing");
        }
    }

    public ClusterSettings {
        check(
                name != null && NAME.matcher(name).matches(),
                "the cluster's name",
                "1 to 64 letters, digits, - or _",
                name);
        Objects.requireNonNull(secret, "the cluster's secret is missing");
        Objects.requireNonNull(hazelcastFile, "Hazelcast's configuration file is missing");
        checkHost("the cluster's host", host);
        check(port >= 1 && port <= 65_535, "the cluster's port", "1 to 65535", port);
        members = List.copyOf(members);
        for (String member : members) {
            check(HostPort.parse(member).isPresent(), "a member of the cluster", "HOST:PORT", member);
        }
        checkOptionalHost("the cluster's public host", publicHost);
        checkHost("the event bus's host", busHost);
        check(busPort >= 0 && busPort <= 65_535, "the event bus's port", "0 to 65535", busPort);
        checkOptionalHost("the event bus's public host", busPublicHost);
        check(
                busPublicHost != null || !isEverywhere(busHost),
                "the event bus's public host",
                "set when the event bus listens everywhere",
                busPublicHost);
        checkOptionalHost("the Kubernetes service", kubernetesService);
    }

    static boolean isEverywhere(String host) {
        return host.equals("0.0.0.0") || host.equals("::");
    }

    private static void checkOptionalHost(String what, String host) {
        if (host != null) {
            checkHost(what, host);
        }
    }

    private static void checkHost(String what, String host) {
        check(host != null && HOST.matcher(host).matches(), what, "a host name or an address without brackets", host);
    }

    private static void check(boolean allowed, String what, String rule, Object found) {
        if (!allowed) {
            throw new IllegalArgumentException(what + " must be " + rule + ", not " + found);
        }
    }
}

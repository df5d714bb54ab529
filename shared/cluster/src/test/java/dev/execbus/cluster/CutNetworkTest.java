package dev.execbus.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.bus.NodeName;
import dev.execbus.testkit.Eventually;
import io.vertx.core.eventbus.DeliveryOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Each node is behind proxies on an address of its own, which only Linux has on its loopback without being asked. */
@EnabledOnOs(OS.LINUX)
final class CutNetworkTest {
    /**
     * Of three clusters one may ask another that is just going over to the third, and hear nothing: Hazelcast gives
     * that up after 10 s and looks again 2 s later.
     */
    private static final Duration HEALED = Duration.ofSeconds(30);

    private final Nodes nodes = new Nodes();
    private final List<CutProxy> network = new ArrayList<>();
    private final List<String> members = new ArrayList<>();
    private final Map<String, Cluster> byName = new LinkedHashMap<>();

    @AfterEach
    void leave() throws IOException {
        network.forEach(CutProxy::heal);
        nodes.close();
        for (CutProxy proxy : network) {
            proxy.close();
        }
    }

    @Test
    void everybodyIsReachedAgainAfterTheClusterFellApart() {
        join("g1", "w1", "w2");
        everybodyAnswers();
        Set<String> missed = ConcurrentHashMap.newKeySet();
        byName.forEach((name, cluster) -> cluster.peers().whenMissed(other -> missed.add(name + " misses " + other)));

        network.forEach(CutProxy::cut);
        Eventually.holds("everybody misses everybody", Duration.ofSeconds(15), () -> missed.size() == 6);
        assertThat(Nodes.await(byName.get("g1").peers().isDead(new NodeName("w1"))))
                .isFalse();

        network.forEach(CutProxy::heal);
        everybodyAnswers();
    }

    @Test
    void everybodyIsReachedAgainAfterACutThatHazelcastDidNotNotice() {
        join("g1", "w1");
        everybodyAnswers();

        network.forEach(CutProxy::cut);
        Eventually.holds("the event bus gives up its connections", Duration.ofSeconds(6), () -> !answers("g1", "w1"));
        network.forEach(CutProxy::heal);

        everybodyAnswers();
    }

    private void everybodyAnswers() {
        long began = System.nanoTime();
        for (String from : byName.keySet()) {
            for (String to : byName.keySet()) {
                Eventually.holds(
                        to + " answers " + from, HEALED.minusNanos(System.nanoTime() - began), () -> answers(from, to));
            }
        }
    }

    private boolean answers(String from, String to) {
        return Nodes.await(byName.get(from)
                .vertx()
                .eventBus()
                .<String>request("execbus.test." + to, from, new DeliveryOptions().setSendTimeout(500))
                .map(answer -> answer.body().equals(to + " heard " + from))
                .otherwise(false));
    }

    private void join(String... names) {
        for (int i = 0; i < names.length; i++) {
            String name = names[i];
            Cluster cluster = nodes.join(behindProxies("127.0.0." + (i + 2)), name);
            cluster.vertx()
                    .eventBus()
                    .<String>consumer(
                            "execbus.test." + name, message -> message.reply(name + " heard " + message.body()));
            byName.put(name, cluster);
        }
    }

    private ClusterSettings behindProxies(String host) {
        int port = Nodes.freePort();
        int busPort = Nodes.freePort();
        network.add(new CutProxy(host, Nodes.LOOPBACK, port));
        network.add(new CutProxy(host, Nodes.LOOPBACK, busPort));
        members.add(host + ":" + port);
        return new ClusterSettings(
                "cut",
                ClusterSecret.of("a secret of the tests".getBytes(StandardCharsets.UTF_8)),
                Nodes.MEMBERS_XML,
                Nodes.LOOPBACK,
                port,
                members,
                host,
                Nodes.LOOPBACK,
                busPort,
                host,
                null,
                null);
    }
}

package dev.execbus.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import dev.execbus.bus.Attachment;
import dev.execbus.bus.Beats;
import dev.execbus.bus.ConnectionId;
import dev.execbus.bus.GatewayService;
import dev.execbus.bus.NodeName;
import dev.execbus.bus.SessionId;
import dev.execbus.testkit.Eventually;
import io.vertx.core.Future;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ClusterTest {
    private final Nodes nodes = new Nodes();

    @AfterEach
    void leave() {
        nodes.close();
    }

    @Test
    void aNodeIsReachedByEachOfItsNames() {
        Cluster gateway = nodes.join("g1-0", "g1-1");
        Cluster worker = nodes.join("w1");
        worker.vertx()
                .eventBus()
                .consumer("execbus.processes.w1", message -> message.reply("w1 has " + message.body()));
        gateway.vertx()
                .eventBus()
                .consumer("execbus.gateway.g1-1", message -> message.reply("g1-1 has " + message.body()));

        assertThat(askOnceFound(gateway, "execbus.processes.w1", "a")).isEqualTo("w1 has a");
        assertThat(ask(worker, "execbus.gateway.g1-1", "b")).isEqualTo("g1-1 has b");
        assertThat(ask(worker, "execbus.processes.w1", "c")).isEqualTo("w1 has c");
    }

    @Test
    void messagesOfAnyLengthArriveWholeAndInOrder() {
        Cluster gateway = nodes.join("g1");
        Cluster worker = nodes.join("w1");
        List<Long> received = new CopyOnWriteArrayList<>();
        worker.vertx().eventBus().<String>consumer("execbus.processes.w1", message -> {
            received.add(digest(message.body()));
            message.reply("read");
        });
        askOnceFound(gateway, "execbus.processes.w1", "a");
        received.clear();
        List<String> sent = Stream.of(0, 1, 1_000, 100_000, WholeMessages.LONGEST, 3_000_000, 5)
                .map(length -> Integer.toString(length % 7).repeat(length))
                .toList();

        sent.forEach(text -> gateway.vertx().eventBus().send("execbus.processes.w1", text));
        ask(gateway, "execbus.processes.w1", "z");

        assertThat(received)
                .isEqualTo(Stream.concat(sent.stream(), Stream.of("z"))
                        .map(ClusterTest::digest)
                        .toList());
    }

    private static long digest(String text) {
        return ((long) text.length() << 32) | (text.hashCode() & 0xffffffffL);
    }

    @Test
    void aContractIsServedOnOneNodeAndCalledOnAnother() {
        Cluster gateway = nodes.join("g1");
        Cluster worker = nodes.join("w1");
        NodeName g1 = new NodeName("g1");
        Attachment attachment = new Attachment(new SessionId("a-session"), 7, g1, new ConnectionId(3));
        Nodes.await(GatewayService.serve(gateway.bus(), g1, new GatewayService() {
            @Override
            public Future<Delivered> deliver(Deliver deliver) {
                return Future.succeededFuture(new Delivered());
            }

            @Override
            public Future<Audited> audit(Audit audit) {
                return Future.succeededFuture(new Audited(audit.attachments()));
            }
        }));

        assertThat(Nodes.await(GatewayService.on(worker.bus(), g1, Nodes.PATIENCE)
                        .audit(new GatewayService.Audit(List.of(attachment)))))
                .isEqualTo(new GatewayService.Audited(List.of(attachment)));
    }

    @Test
    void aBeatIsHeardByAll() {
        Cluster first = nodes.join("w1");
        Cluster second = nodes.join("w2");
        Cluster third = nodes.join("g1");
        Set<String> heard = ConcurrentHashMap.newKeySet();
        Map.of("w1", first, "w2", second, "g1", third)
                .forEach((name, cluster) ->
                        Nodes.await(Beats.hear(cluster.bus(), beat -> heard.add(name + " " + beat))));
        Beats.Beat beat = new Beats.GatewayBeat(new NodeName("g1"), 7, 3, false, false, "1");

        Beats.tell(third.bus(), beat);

        Eventually.holds(
                "all three hear it",
                Nodes.PATIENCE,
                () -> heard.equals(Set.of("w1 " + beat, "w2 " + beat, "g1 " + beat)));
    }

    @Test
    void anAddressOfSomebodyWhoHasLeftFailsAtOnce() {
        Cluster gateway = nodes.join("g1");
        Cluster worker = nodes.join("w1");
        worker.vertx().eventBus().consumer("execbus.processes.w1", message -> message.reply("here"));
        assertThat(askOnceFound(gateway, "execbus.processes.w1", "")).isEqualTo("here");
        List<NodeName> missed = new CopyOnWriteArrayList<>();
        gateway.peers().whenMissed(missed::add);

        nodes.leave(worker);

        Eventually.holds("w1 is missed", Duration.ofSeconds(2), () -> missed.equals(List.of(new NodeName("w1"))));
        long began = System.nanoTime();
        assertThatThrownBy(() -> ask(gateway, "execbus.processes.w1", ""))
                .cause()
                .isInstanceOfSatisfying(
                        ReplyException.class,
                        failure -> assertThat(failure.failureType()).isEqualTo(ReplyFailure.NO_HANDLERS));
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(1));
        assertThat(Nodes.await(gateway.peers().isDead(new NodeName("w1")))).isTrue();
    }

    @Test
    void aNodeThatListensIsNotDeadAndNobodyKnowsOfOthers() {
        Cluster gateway = nodes.join("g1");
        nodes.join("w1");

        assertThat(Nodes.await(gateway.peers().isDead(new NodeName("w1")))).isFalse();
        assertThat(Nodes.await(gateway.peers().isDead(new NodeName("nobody")))).isFalse();
    }

    @Test
    void aNameIsNotGivenTwice() {
        nodes.join("w1");

        assertThatThrownBy(() -> nodes.join("w2", "w1"))
                .isInstanceOf(ClusterException.class)
                .hasMessageMatching(
                        "the name w1 is taken: the node at 127\\.0\\.0\\.1:\\d+ has it in this cluster already");
    }

    @Test
    void whoDoesNotKnowTheSecretIsAlone() {
        Cluster worker = nodes.join("w1");
        worker.vertx().eventBus().consumer("execbus.processes.w1", message -> message.reply("here"));

        Cluster stranger = nodes.join(nodes.settings(Nodes.freePort(), "another secret of somebody"), "w2");

        assertThatThrownBy(() -> ask(stranger, "execbus.processes.w1", "")).hasMessageContaining("No handlers");
        assertThatThrownBy(() -> ask(worker, "execbus.processes.w2", "")).hasMessageContaining("No handlers");
    }

    @Test
    void nobodyListensWhereItWasNotTold() {
        ClusterSettings settings = nodes.settings(Nodes.freePort());
        nodes.join(settings, "w1");

        assertThatThrownBy(() -> new Socket("127.0.0.9", settings.port()).close())
                .hasMessageContaining("refused");
    }

    @Test
    void aNodeWhoseHazelcastStopsIsBroken() {
        Cluster cluster = nodes.join("w1");
        AtomicInteger told = new AtomicInteger();
        cluster.whenBroken(told::incrementAndGet);

        Hazelcast.getAllHazelcastInstances().forEach(HazelcastInstance::shutdown);

        Eventually.holds("it is told once", Nodes.PATIENCE, () -> told.get() == 1);
    }

    @Test
    void nothingIsLeftOfANodeThatHasLeft() {
        Cluster cluster = nodes.join("w1");
        assertThat(threads()).isNotEmpty();

        nodes.leave(cluster);

        Eventually.holds(
                "its threads have ended", Duration.ofSeconds(5), () -> threads().isEmpty());
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("hz.execbus-") || name.startsWith("vert.x-eventloop"))
                .toList();
    }

    /** A node hears of one that joined after it a moment later than that one joined. */
    private static String askOnceFound(Cluster cluster, String address, String question) {
        Eventually.holds(
                address + " is found",
                Nodes.PATIENCE,
                () -> Nodes.await(cluster.vertx()
                        .eventBus()
                        .request(address, question)
                        .map(true)
                        .otherwise(false)));
        return ask(cluster, address, question);
    }

    private static String ask(Cluster cluster, String address, String question) {
        return Nodes.await(
                cluster.vertx().eventBus().<String>request(address, question).map(answer -> answer.body()));
    }
}

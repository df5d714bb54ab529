package dev.execbus.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.bus.NodeName;
import io.vertx.core.Completable;
import io.vertx.core.Promise;
import io.vertx.core.spi.cluster.NodeInfo;
import io.vertx.core.spi.cluster.RegistrationInfo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The directory, and what Vert.x is told of it. */
final class DirectoryTest {
    private static final Announcement GATEWAY = node("node-g", 1, "g1-0", "g1-1");
    private static final Announcement WORKER = node("node-w", 2, "w1");

    private final Directory directory = new Directory();
    private final DirectoryCluster cluster = new DirectoryCluster("node-g", directory);
    private final DirectorySelector selector = new DirectorySelector(directory);
    private final List<NodeName> missed = new ArrayList<>();

    @Test
    void anAddressMeansTheNodeThatHasTheName() {
        directory.update(List.of(GATEWAY, WORKER));

        assertThat(sentTo("execbus.processes.w1")).isEqualTo("node-w");
        assertThat(sentTo("execbus.attachments.files.w1")).isEqualTo("node-w");
        assertThat(sentTo("execbus.gateway.g1-1")).isEqualTo("node-g");
        assertThat(registrations("execbus.processes.w1")).containsExactly(new RegistrationInfo("node-w", 0, false));
    }

    @Test
    void anAddressWithoutNodeIsThisNodesOwnBusiness() {
        directory.update(List.of(GATEWAY, WORKER));

        assertThat(sentTo("execbus.processes.w2")).isNull();
        assertThat(sentTo("execbus.rpc")).isNull();
        assertThat(sentTo("somebody.elses.w1")).isNull();
        assertThat(publishedTo("somebody.elses.w1")).isEmpty();
        assertThat(registrations("execbus.processes.w2")).isEmpty();
    }

    @Test
    void beatsAreForAll() {
        directory.update(List.of(GATEWAY, WORKER));

        assertThat(publishedTo("execbus.beats")).containsExactly("node-g", "node-w");
        assertThat(publishedTo("execbus.gateway.g1-0")).containsExactly("node-g");
    }

    @Test
    void aNodeThatIsGoneIsMissedAndNoLongerMeant() {
        directory.whenMissed(missed::add);
        directory.update(List.of(GATEWAY, WORKER));

        directory.update(List.of(WORKER));

        assertThat(missed).containsExactlyInAnyOrder(new NodeName("g1-0"), new NodeName("g1-1"));
        assertThat(sentTo("execbus.gateway.g1-0")).isNull();
        assertThat(publishedTo("execbus.beats")).containsExactly("node-w");
    }

    @Test
    void aNodeThatWasReplacedAtOnceIsMissedToo() {
        directory.whenMissed(missed::add);
        directory.update(List.of(WORKER));

        directory.update(List.of(node("node-w-again", 3, "w1")));

        assertThat(missed).containsExactly(new NodeName("w1"));
        assertThat(sentTo("execbus.processes.w1")).isEqualTo("node-w-again");
    }

    @Test
    void aNameBelongsToWhoeverHadItFirst() {
        directory.whenMissed(missed::add);
        Announcement newcomer = node("node-w-again", 3, "w1");
        directory.update(List.of(WORKER, newcomer));
        assertThat(sentTo("execbus.processes.w1")).isEqualTo("node-w");

        directory.update(List.of(newcomer));

        assertThat(sentTo("execbus.processes.w1")).isEqualTo("node-w-again");
        assertThat(missed).containsExactly(new NodeName("w1"));
    }

    @Test
    void theWhereaboutsOfANodeAreRememberedWhenItIsGone() {
        directory.update(List.of(WORKER));
        directory.update(List.of());

        assertThat(directory.busOf(new NodeName("w1"))).contains(new HostPort("10.0.0.1", 2));
        assertThat(directory.busOf(new NodeName("w2"))).isEmpty();
        assertThat(this.<NodeInfo>completed(promise -> cluster.getNodeInfo("node-w", promise)))
                .isEqualTo(new NodeInfo("10.0.0.1", 2, null));
    }

    @Test
    void nobodyIsRememberedForEver() {
        for (int i = 0; i <= Directory.REMEMBERED; i++) {
            directory.update(List.of(node("node-" + i, 1, "w-" + i)));
        }

        assertThat(directory.busOf(new NodeName("w-0"))).isEmpty();
        assertThat(directory.busOf("node-0")).isEmpty();
        assertThat(directory.busOf(new NodeName("w-1"))).isPresent();
    }

    @Test
    void aConsumerIsNothingOthersHaveToKnow() {
        RegistrationInfo registration = new RegistrationInfo("node-g", 7, false);

        this.<Void>completed(promise -> cluster.addRegistration("execbus.processes.w1", registration, promise));
        assertThat(registrations("execbus.processes.w1")).isEmpty();
        this.<Void>completed(promise -> cluster.removeRegistration("execbus.processes.w1", registration, promise));
    }

    private String sentTo(String address) {
        return this.<String>completed(promise -> selector.selectForSend(address, promise));
    }

    private Iterable<String> publishedTo(String address) {
        return this.<Iterable<String>>completed(promise -> selector.selectForPublish(address, promise));
    }

    private List<RegistrationInfo> registrations(String address) {
        return this.<List<RegistrationInfo>>completed(promise -> cluster.getRegistrations(address, promise));
    }

    /** Nothing waits here, so the answer must be there at once. */
    private <T> T completed(Consumer<Completable<T>> question) {
        Promise<T> promise = Promise.promise();
        question.accept(promise);
        assertThat(promise.future().succeeded()).isTrue();
        return promise.future().result();
    }

    private static Announcement node(String nodeId, int port, String... names) {
        return new Announcement(
                nodeId, Arrays.stream(names).map(NodeName::new).toList(), new HostPort("10.0.0.1", port));
    }
}

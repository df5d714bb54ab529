package dev.execbus.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.ReplyException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BusTlsTest {
    private final Nodes nodes = new Nodes();

    @TempDir
    Path folder;

    @AfterEach
    void leave() {
        nodes.close();
    }

    @Test
    void onlyWhoShowsACertificateTheOthersBelieveIsHeard() throws Exception {
        TestKey ours = TestKey.make(folder, "ours");
        TestKey foreign = TestKey.make(folder, "foreign");
        Cluster gateway = join("g1", ours.believing(ours));
        Cluster worker = join("w1", ours.believing(ours));
        Cluster stranger = join("w2", foreign.believing(ours));
        Cluster plain = join("w3", null);
        gateway.vertx().eventBus().consumer("execbus.test.g1", message -> message.reply("heard"));

        assertThat(ask(worker, 10_000)).isEqualTo("heard");
        assertThatThrownBy(() -> ask(stranger, 1_500))
                .isInstanceOf(AssertionError.class)
                .cause()
                .isInstanceOf(ReplyException.class);
        assertThatThrownBy(() -> ask(plain, 1_500))
                .isInstanceOf(AssertionError.class)
                .cause()
                .isInstanceOf(ReplyException.class);
    }

    @Test
    void aFileThatIsMissingIsNamed() {
        Path missing = folder.resolve("missing.crt");

        assertThatThrownBy(() -> join("w1", new ClusterSettings.Tls(missing, missing, missing)))
                .isInstanceOf(ClusterException.class)
                .hasMessage("the certificate for the event bus cannot be read: " + missing);
    }

    private Cluster join(String name, ClusterSettings.Tls tls) {
        ClusterSettings plain = nodes.settings(Nodes.freePort());
        return nodes.join(
                new ClusterSettings(
                        plain.name(),
                        plain.secret(),
                        plain.hazelcastFile(),
                        plain.host(),
                        plain.port(),
                        plain.members(),
                        plain.publicHost(),
                        plain.busHost(),
                        plain.busPort(),
                        plain.busPublicHost(),
                        plain.kubernetesService(),
                        tls),
                name);
    }

    private static String ask(Cluster cluster, long withinMs) {
        return Nodes.await(cluster.vertx()
                .eventBus()
                .<String>request("execbus.test.g1", "", new DeliveryOptions().setSendTimeout(withinMs))
                .map(answer -> answer.body()));
    }
}

package dev.execbus.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.bus.Attachment;
import dev.execbus.bus.AttachmentListener;
import dev.execbus.bus.AttachmentListener.Attached;
import dev.execbus.bus.AttachmentListener.Room;
import dev.execbus.bus.Bus;
import dev.execbus.bus.BusKey;
import dev.execbus.bus.ConnectionId;
import dev.execbus.bus.EnvironmentService;
import dev.execbus.bus.GatewayService;
import dev.execbus.bus.GatewayService.Deliver;
import dev.execbus.bus.NodeName;
import dev.execbus.bus.ProcessEvent;
import dev.execbus.bus.ProcessEvent.Closed;
import dev.execbus.bus.ProcessService;
import dev.execbus.bus.SessionId;
import dev.execbus.protocol.ByteChunk;
import dev.execbus.protocol.ProcessMethods.Chunk;
import dev.execbus.protocol.ProcessMethods.ReadParams;
import dev.execbus.protocol.ProcessMethods.ReadResponse;
import dev.execbus.protocol.ProcessMethods.StreamDigest;
import dev.execbus.protocol.ProcessMethods.WriteParams;
import dev.execbus.protocol.ResourceLimits;
import dev.execbus.protocol.StreamName;
import dev.execbus.testkit.Eventually;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A gateway vanishes with deliveries unanswered, and the client comes back through another one. */
@Timeout(60)
@ExtendWith(VertxExtension.class)
class LostGatewayTest {
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final NodeName WORKER = new NodeName("w1");
    private static final NodeName FROZEN = new NodeName("g1");
    private static final NodeName OTHER = new NodeName("g2");
    private static final SessionId SESSION = new SessionId("s1");
    private static final Attachment FIRST = new Attachment(SESSION, 1, FROZEN, new ConnectionId(1));
    private static final Attachment SECOND = new Attachment(SESSION, 2, OTHER, new ConnectionId(1));
    /** More than a client that takes nothing may be behind, and than stays in memory. */
    private static final int BYTES = 4 << 20;

    private final FrozenGateway frozen = new FrozenGateway();
    private final TakingGateway other = new TakingGateway();
    private Bus bus;
    private ProcessService processes;
    private AttachmentListener attachments;

    @BeforeEach
    void deploy(Vertx vertx) throws Exception {
        bus = Bus.install(vertx, BusKey.of("test", new byte[16]));
        done(GatewayService.serve(bus, FROZEN, frozen));
        done(GatewayService.serve(bus, OTHER, other));
        done(EnvironmentService.serve(bus, WORKER, new PlainEnvironment()));
        done(vertx.deployVerticle(new ProcessVerticle(bus, WORKER, ProcessSettings.DEFAULTS, new FakeSandbox())));
        processes = ProcessService.on(bus, WORKER);
        attachments = AttachmentListener.on(bus, Room.PROCESSES, WORKER);
        done(attachments.changed(new Attached(FIRST)));
    }

    @Test
    void whatWaitsForItIsFreedAndNothingIsLost() throws Exception {
        String script = "head -c " + BYTES + " /dev/zero; read line; echo $line";
        done(processes.start(new ProcessService.Start(FIRST, Starts.digested("p", ResourceLimits.NONE, script))));
        Eventually.holds("it is asked what it has", DEADLINE, () -> frozen.questions() > 0);
        List<Deliver> unanswered = frozen.withEvents();
        assertThat(unanswered).hasSizeBetween(OutputPump.WINDOW, OutputPump.WINDOW * (1 + OutputPump.TOLD_IN_A_ROW));
        assertThat(frozen.numbers())
                .startsWith(
                        LongStream.rangeClosed(1, unanswered.size() + 1).boxed().toArray(Long[]::new));
        assertThat(bytesIn(read(FIRST, 0))).isLessThan(BYTES);

        bus.lost(FROZEN);
        // Nobody takes the output any more, so that the process is read to its end.
        Eventually.holds("all is read", DEADLINE, () -> bytesIn(read(FIRST, 0)) == BYTES);
        Eventually.holds(
                "its client is called back", DEADLINE, () -> frozen.deliveries.contains(Deliver.recall(FIRST)));
        assertThat(frozen.withEvents()).isEqualTo(unanswered);

        done(attachments.changed(new Attached(SECOND)));
        long before = read(SECOND, 0).nextSeq();
        done(processes.write(new ProcessService.Write(SECOND, new WriteParams("p", ByteChunk.utf8("more\n"), "w"))));
        Eventually.holds(
                "the end is told", DEADLINE, () -> other.events().stream().anyMatch(Closed.class::isInstance));
        assertThat(other.deliveries().getFirst().number()).isEqualTo(1);
        assertThat(other.deliveries())
                .allSatisfy(deliver -> assertThat(deliver.to()).isEqualTo(SECOND));
        assertThat(other.events()).extracting(ProcessEvent::seq).containsExactly(before, before + 1, before + 2);
        ReadResponse all = read(SECOND, 0);
        assertThat(all.streams().get("stdout")).isEqualTo(digestOf(all));
    }

    private ReadResponse read(Attachment from, long afterSeq) {
        ReadParams params = new ReadParams("p", afterSeq, Long.MAX_VALUE, 0);
        return done(processes.read(new ProcessService.Read(from, params))).response();
    }

    private static long bytesIn(ReadResponse answer) {
        return answer.chunks().stream()
                .mapToLong(chunk -> chunk.chunk().length())
                .sum();
    }

    private static StreamDigest digestOf(ReadResponse answer) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        long bytes = 0;
        for (Chunk chunk : answer.chunks()) {
            assertThat(chunk.stream()).isEqualTo(StreamName.STDOUT);
            digest.update(chunk.chunk().bytes());
            bytes += chunk.chunk().length();
        }
        return new StreamDigest(bytes, HexFormat.of().formatHex(digest.digest()));
    }

    private static <T> T done(Future<T> future) {
        try {
            return future.await(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (java.util.concurrent.TimeoutException e) {
            throw new AssertionError("no answer within " + DEADLINE, e);
        }
    }

    private static final class FrozenGateway implements GatewayService {
        private final List<Deliver> deliveries = new CopyOnWriteArrayList<>();

        @Override
        public Future<Delivered> deliver(Deliver deliver) {
            deliveries.add(deliver);
            return Promise.<Delivered>promise().future();
        }

        List<Long> numbers() {
            return deliveries.stream().map(Deliver::number).toList();
        }

        long questions() {
            return deliveries.stream()
                    .filter(deliver -> deliver.events().isEmpty())
                    .count();
        }

        List<Deliver> withEvents() {
            return deliveries.stream()
                    .filter(deliver -> !deliver.events().isEmpty())
                    .toList();
        }

        @Override
        public Future<Audited> audit(Audit audit) {
            return Promise.<Audited>promise().future();
        }
    }

    private static final class PlainEnvironment implements EnvironmentService {
        @Override
        public Future<Built> build(Build build) {
            return Future.succeededFuture(new Built(build.requested()));
        }

        @Override
        public Future<Described> describe(Describe describe) {
            return Future.failedFuture("not asked here");
        }
    }
}

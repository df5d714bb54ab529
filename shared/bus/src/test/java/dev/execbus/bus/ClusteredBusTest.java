package dev.execbus.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.execbus.protocol.ByteChunk;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.ProcessMethods.WriteParams;
import dev.execbus.protocol.ProcessMethods.WriteResponse;
import dev.execbus.protocol.ProcessMethods.WriteStatus;
import dev.execbus.protocol.StreamName;
import io.vertx.core.Completable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.eventbus.MessageCodec;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.core.spi.cluster.NodeInfo;
import io.vertx.test.fakecluster.FakeClusterManager;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two nodes in one JVM that talk over loopback. */
@Timeout(60)
final class ClusteredBusTest {
    private static final NodeName WORKER = new NodeName("w1");
    private static final NodeName GATEWAY = new NodeName("g1");
    private static final Attachment FROM = new Attachment(new SessionId("s"), 1, GATEWAY, new ConnectionId(1));

    private final List<Vertx> nodes = new ArrayList<>();
    private final Bus gateway = node("secret", new FakeClusterManager());
    private final Bus worker = node("secret", new FakeClusterManager());

    private Bus node(String secret, ClusterManager cluster) {
        return Bus.install(vertx(cluster), key(secret));
    }

    private Vertx vertx(ClusterManager cluster) {
        EventBusOptions loopback = new EventBusOptions().setHost("127.0.0.1");
        VertxOptions options = new VertxOptions().setEventLoopPoolSize(2).setEventBusOptions(loopback);
        Vertx vertx =
                get(Vertx.builder().with(options).withClusterManager(cluster).buildClustered());
        nodes.add(vertx);
        return vertx;
    }

    private static BusKey key(String secret) {
        return BusKey.of("test", secret.getBytes(StandardCharsets.UTF_8));
    }

    @AfterEach
    void close() {
        nodes.forEach(node -> get(node.close()));
        FakeClusterManager.reset();
    }

    private static <T> T get(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ExecbusException failure) {
                throw failure;
            }
            throw new AssertionError(e);
        } catch (Exception e) {
            throw new AssertionError("no answer", e);
        }
    }

    private static ErrorCode codeOf(Future<?> future) {
        try {
            throw new AssertionError("it succeeded: " + get(future));
        } catch (ExecbusException e) {
            return e.code();
        }
    }

    private static GatewayService.Deliver deliver(int bytes) {
        ProcessEvent output = new ProcessEvent.Output("p", 1, StreamName.STDOUT, ByteChunk.of(new byte[bytes]));
        return new GatewayService.Deliver(FROM, 1, List.of(output, output));
    }

    private Future<Void> serve(GatewayHandler handler) {
        return GatewayService.serve(gateway, GATEWAY, new GatewayService() {
            @Override
            public Future<Delivered> deliver(Deliver deliver) {
                return handler.deliver(deliver);
            }

            @Override
            public Future<Audited> audit(Audit audit) {
                return Future.succeededFuture(new Audited(audit.attachments()));
            }
        });
    }

    private interface GatewayHandler {
        Future<GatewayService.Delivered> deliver(GatewayService.Deliver deliver);
    }

    private GatewayService theGateway() {
        return GatewayService.on(worker, GATEWAY, Duration.ofSeconds(30));
    }

    @Test
    void aRequestAndItsReplyTravel() throws Exception {
        BlockingQueue<GatewayService.Deliver> arrived = new LinkedBlockingQueue<>();
        get(serve(deliver -> {
            arrived.add(deliver);
            return Future.succeededFuture(new GatewayService.Delivered());
        }));

        assertThat(get(theGateway().deliver(deliver(100_000)))).isEqualTo(new GatewayService.Delivered());
        assertThat(arrived.poll(10, TimeUnit.SECONDS)).isEqualTo(deliver(100_000));
        assertThat(get(theGateway().audit(new GatewayService.Audit(List.of(FROM)))))
                .isEqualTo(new GatewayService.Audited(List.of(FROM)));
    }

    @Test
    void aFailureTravelsWithItsCode() {
        get(serve(deliver ->
                Future.failedFuture(new ExecbusException(ErrorCode.STALE_ATTACHMENT, "not held here any more"))));

        assertThatThrownBy(() -> get(theGateway().deliver(deliver(1))))
                .isInstanceOfSatisfying(
                        ExecbusException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.STALE_ATTACHMENT))
                .hasMessage("not held here any more");
    }

    @Test
    void whatIsPublishedIsHeardByEveryNode() throws Exception {
        BlockingQueue<Beats.Message> heard = new LinkedBlockingQueue<>();
        get(Beats.hear(gateway, heard::add));
        get(Beats.hear(worker, heard::add));
        Beats.Message beat = new Beats.WorkerBeat(WORKER, 1, 2, 3, 4, List.of("gpu"), false, false, "1");

        Beats.tell(worker, beat);

        assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo(beat);
        assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo(beat);
    }

    @Test
    void numbersAndOperationsTravelAlong() {
        Reception reception = new Reception();
        attach(reception);
        List<String> written = new ArrayList<>();
        get(serveWrites(reception, write -> {
            written.add(write.params().writeId());
            return Future.succeededFuture(new ProcessService.Written(new WriteResponse(WriteStatus.ACCEPTED)));
        }));
        Bus numbered = gateway.numbered();

        get(write(numbered, "1"));
        get(write(numbered.once("op"), "2"));
        get(write(numbered.once("op"), "3"));
        get(write(gateway.once("op"), "4"));
        get(write(numbered, "5"));
        assertThat(written).containsExactly("1", "2", "5");

        assertThat(codeOf(write(gateway.numbered(), "again 1"))).isEqualTo(ErrorCode.STALE_ATTACHMENT);
        assertThat(codeOf(write(numbered, "6"))).isEqualTo(ErrorCode.STALE_ATTACHMENT);
    }

    private static void attach(Reception reception) {
        reception
                .before(changed -> Future.succeededFuture(new AttachmentListener.Acknowledged()))
                .changed(new AttachmentListener.Attached(FROM));
    }

    private static Future<ProcessService.Written> write(Bus bus, String writeId) {
        return ProcessService.on(bus, WORKER)
                .write(new ProcessService.Write(FROM, new WriteParams("p", ByteChunk.utf8("x"), writeId)));
    }

    private interface WriteHandler {
        Future<ProcessService.Written> write(ProcessService.Write write);
    }

    private Future<Void> serveWrites(Reception reception, WriteHandler handler) {
        return worker.serve(
                "execbus.processes.w1",
                ProcessService.Write.class,
                ProcessService.Write::from,
                reception,
                handler::write);
    }

    @Test
    void whatALostNodeOwesFailsAtOnce() throws Exception {
        CompletableFuture<Void> asked = new CompletableFuture<>();
        get(serveWrites(new Reception(), write -> {
            asked.complete(null);
            return Promise.<ProcessService.Written>promise().future();
        }));
        Future<ProcessService.Written> waiting = write(gateway, "1");
        asked.get(10, TimeUnit.SECONDS);

        gateway.lost(new NodeName("w2"));
        assertThat(waiting.isComplete()).isFalse();
        gateway.lost(WORKER);

        assertThat(codeOf(waiting)).isEqualTo(ErrorCode.WORKER_UNAVAILABLE);
    }

    @Test
    void aNodeThatNobodyKnowsIsUnavailableAtOnce() {
        assertThat(codeOf(write(gateway, "1"))).isEqualTo(ErrorCode.WORKER_UNAVAILABLE);
    }

    @Test
    void aNodeThatRefusesTheConnectionIsUnavailableAtOnce() throws Exception {
        int closed = closedPort();
        Bus misled = node("secret", new FakeClusterManager() {
            @Override
            public void getNodeInfo(String nodeId, Completable<NodeInfo> promise) {
                promise.succeed(new NodeInfo("127.0.0.1", closed, null));
            }
        });
        get(serveWrites(
                new Reception(),
                write -> Promise.<ProcessService.Written>promise().future()));

        assertThat(codeOf(write(misled, "1"))).isEqualTo(ErrorCode.WORKER_UNAVAILABLE);
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void aNodeWithAnotherSecretIsNeitherHeardNorAnswered() throws Exception {
        BlockingQueue<Object> heard = new LinkedBlockingQueue<>();
        get(Beats.hear(worker, heard::add));
        get(serveWrites(new Reception(), write -> {
            heard.add(write);
            return Promise.<ProcessService.Written>promise().future();
        }));
        Bus stranger = node("another secret", new FakeClusterManager());

        Beats.tell(stranger, new Beats.RollCall());
        Future<ProcessService.Written> ignored = write(stranger, "1");
        Beats.tell(gateway, new Beats.RollCall());

        assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo(new Beats.RollCall());
        assertThat(ignored.isComplete()).isFalse();
        assertThat(heard).isEmpty();
    }

    /** What a node of a later release would send: the key is right, the message is of a kind that is not known here. */
    private static final class LaterCodec implements MessageCodec<BusMessage, Object> {
        @Override
        public void encodeToWire(Buffer buffer, BusMessage message) {
            buffer.appendBytes(key("secret").bytes()).appendInt(WireNames.of("Later.Message"));
        }

        @Override
        public Object decodeFromWire(int position, Buffer buffer) {
            return buffer;
        }

        @Override
        public Object transform(BusMessage message) {
            return message;
        }

        @Override
        public String name() {
            return BusMessageCodec.NAME;
        }

        @Override
        public byte systemCodecID() {
            return -1;
        }
    }

    private EventBus laterNode() {
        EventBus eventBus = vertx(new FakeClusterManager()).eventBus();
        eventBus.registerCodec(new LaterCodec());
        return eventBus;
    }

    private static DeliveryOptions execbus() {
        return new DeliveryOptions().setCodecName(BusMessageCodec.NAME);
    }

    @Test
    void aRequestThatIsNotUnderstoodIsAnsweredAtOnce() {
        get(serveWrites(
                new Reception(),
                write -> Promise.<ProcessService.Written>promise().future()));

        Future<?> answer = laterNode()
                .request("execbus.processes.w1", new Beats.RollCall(), execbus())
                .recover(cause -> Future.failedFuture(new ExecbusException(
                        ErrorCode.of(((ReplyException) cause).failureCode()), cause.getMessage())));

        assertThat(codeOf(answer)).isEqualTo(ErrorCode.UNSUPPORTED);
    }

    @Test
    void aReplyThatIsNotUnderstoodFailsTheRequestAtOnce() {
        get(laterNode()
                .consumer("execbus.processes.w1", message -> message.reply(new Beats.RollCall(), execbus()))
                .completion());

        assertThat(codeOf(write(gateway, "1"))).isEqualTo(ErrorCode.UNSUPPORTED);
    }
}

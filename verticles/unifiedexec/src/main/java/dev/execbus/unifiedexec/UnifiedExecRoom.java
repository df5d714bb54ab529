package dev.execbus.unifiedexec;

import dev.execbus.bus.Attachment;
import dev.execbus.bus.AttachmentListener;
import dev.execbus.bus.GatewayService;
import dev.execbus.bus.NodeName;
import dev.execbus.bus.SessionId;
import dev.execbus.bus.UnifiedExecService;
import dev.execbus.client.Environments;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecMethods.InfoResponse;
import dev.execbus.protocol.ExecMethods.ListResponse;
import dev.execbus.protocol.ExecMethods.TerminateResponse;
import dev.execbus.protocol.ExecMethods.TranscriptResponse;
import dev.execbus.protocol.ExecMethods.WriteStdinParams;
import dev.execbus.protocol.ExecbusException;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The room's answers. Commands belong to the session they came from, outlive its connections and end with it. Confined to
 * the verticle's context.
 */
final class UnifiedExecRoom implements UnifiedExecService, AttachmentListener {
    private static final Logger LOG = LoggerFactory.getLogger(UnifiedExecRoom.class);

    private final UnifiedExecFactory factory;
    private final Supplier<Environments> environments;
    private final Function<NodeName, GatewayService> gateways;
    private final int most;
    private final Supplier<Future<InfoResponse>> info;
    private final Map<SessionId, RoomClient> clients = new HashMap<>();

    /**
     * @param environments for one session, which closes them
     * @param most sessions that may use unified exec at a time
     * @param info of the worker, the same for all sessions
     */
    UnifiedExecRoom(
            UnifiedExecFactory factory,
            Supplier<Environments> environments,
            Function<NodeName, GatewayService> gateways,
            int most,
            Supplier<Future<InfoResponse>> info) {
        this.factory = factory;
        this.environments = environments;
        this.gateways = gateways;
        this.most = most;
        this.info = info;
    }

    @Override
    public Future<Answered> run(Run run) {
        RoomClient client = client(run.from());
        if (!client.isFurnished()) {
            furnish(client);
        }
        return client.exec().execCommand(run.params(), client.feed()).map(Answered::new);
    }

    private void furnish(RoomClient client) {
        if (clients.values().stream().filter(RoomClient::isFurnished).count() >= most) {
            throw ExecbusException.resourceExhausted(
                    most + " sessions of the worker use unified exec, which is the limit");
        }
        client.furnish(environments.get(), factory);
    }

    @Override
    public Future<Answered> writeStdin(WriteStdin write) {
        WriteStdinParams params = write.params();
        RoomClient client = client(write.from());
        if (!client.isFurnished()) {
            throw ExecFailures.unknownProcess(params.sessionId());
        }
        return client.exec().writeStdin(params, Progress.NONE).map(Answered::new);
    }

    @Override
    public Future<Listed> list(ListCommands list) {
        RoomClient client = client(list.from());
        if (!client.isFurnished()) {
            return Future.succeededFuture(new Listed(new ListResponse(List.of())));
        }
        return client.exec().list().map(commands -> new Listed(new ListResponse(commands)));
    }

    @Override
    public Future<Terminated> terminate(Terminate terminate) {
        RoomClient client = client(terminate.from());
        Future<Boolean> ended = client.isFurnished()
                ? client.exec().terminate(terminate.params().sessionId())
                : Future.succeededFuture(false);
        return ended.map(running -> new Terminated(new TerminateResponse(running)));
    }

    @Override
    public Future<TranscriptRead> transcript(ReadTranscript read) {
        RoomClient client = client(read.from());
        if (!client.isFurnished()) {
            return Future.succeededFuture(new TranscriptRead(new TranscriptResponse(null)));
        }
        return client.exec()
                .transcript(read.params().sessionId())
                .map(found -> new TranscriptRead(new TranscriptResponse(found.orElse(null))));
    }

    @Override
    public Future<Informed> info(AskInfo ask) {
        client(ask.from());
        return info.get().map(Informed::new);
    }

    @Override
    public Future<Acknowledged> changed(Changed changed) {
        switch (changed) {
            case Attached attached -> {
                Attachment attachment = attached.attachment();
                clients.computeIfAbsent(attachment.session(), id -> new RoomClient())
                        .attach(attachment, gateways.apply(attachment.gateway()));
            }
            case Detached detached -> {
                RoomClient client = clients.get(detached.session());
                if (client != null) {
                    client.detach(detached.epoch());
                }
            }
            case Ended ended -> end(ended.session());
        }
        return Future.succeededFuture(new Acknowledged());
    }

    /** Completes when nothing runs any more. */
    Future<Void> endAll() {
        return Future.join(List.copyOf(clients.keySet()).stream().map(this::end).toList())
                .mapEmpty();
    }

    private Future<Void> end(SessionId session) {
        RoomClient client = clients.remove(session);
        return client == null
                ? Future.succeededFuture()
                : client.end().onFailure(cause -> LOG.warn("commands not ended session={}", session, cause));
    }

    private RoomClient client(Attachment from) {
        RoomClient client = clients.get(from.session());
        if (client == null || !client.speaks(from)) {
            throw new ExecbusException(
                    ErrorCode.STALE_ATTACHMENT, "the connection does not speak for its session any more");
        }
        return client;
    }
}

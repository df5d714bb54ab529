package dev.execbus.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.execbus.protocol.OverviewMethods;
import dev.execbus.protocol.RpcMessage;
import dev.execbus.protocol.ViewMethods;
import dev.execbus.protocol.ViewMethods.ExportParams;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Fetches the recording of one process, page by page. A page that a lost connection has swallowed is asked for again. Made
 * for one run; confined to its context, but for {@link #run}.
 */
final class ExportClient implements RemoteSession.Owner {
    private final Context context;
    private final RemoteSession remote;
    private final String processId;
    private final OutputStream out;
    private final BlockingQueue<Optional<String>> end = new ArrayBlockingQueue<>(1);
    private String session;
    private String cursor;
    private boolean writing;

    /** @param session null to look for it */
    ExportClient(Vertx vertx, RemoteSession remote, String session, String processId, OutputStream out) {
        this.context = vertx.getOrCreateContext();
        this.remote = remote;
        this.session = session;
        this.processId = processId;
        this.out = out;
    }

    /** Blocks until all of it is written, or nothing more will be. Empty, or the reason. */
    Optional<String> run() throws InterruptedException {
        context.exceptionHandler(cause -> ended(Optional.of("it broke: " + cause)));
        context.runOnContext(ignored -> remote.open(this));
        return end.take();
    }

    @Override
    public void attached(String cwd) {
        if (session == null) {
            remote.call(OverviewMethods.SESSIONS.name(), Map.of())
                    .onSuccess(this::find)
                    .onFailure(this::failed);
        } else if (!writing) {
            fetch();
        }
    }

    private void find(JsonNode overview) {
        List<String> having = new ArrayList<>();
        for (JsonNode each : overview.path("sessions")) {
            for (JsonNode process : each.path("processes")) {
                if (process.path("processId").asText().equals(processId)) {
                    having.add(each.path("session").asText());
                }
            }
        }
        if (having.size() == 1) {
            session = having.getFirst();
            fetch();
        } else {
            ended(Optional.of(
                    having.isEmpty()
                            ? "no session that this client may see has a process of that name"
                            : "several sessions have a process of that name, choose one by --session: "
                                    + String.join(", ", having)));
        }
    }

    private void fetch() {
        remote.call(ViewMethods.EXPORT.name(), new ExportParams(session, processId, null, cursor))
                .onSuccess(this::page)
                .onFailure(this::failed);
    }

    private void page(JsonNode page) {
        byte[] text = page.path("text").asText().getBytes(StandardCharsets.UTF_8);
        JsonNode next = page.path("next");
        writing = true;
        context.<Void>executeBlocking(() -> {
                    out.write(text);
                    return null;
                })
                .onSuccess(written -> {
                    writing = false;
                    if (next.isTextual()) {
                        cursor = next.textValue();
                        if (remote.attached()) {
                            fetch();
                        }
                    } else {
                        ended(Optional.empty());
                    }
                })
                .onFailure(cause -> ended(Optional.of("cannot write the recording: "
                        + (cause instanceof IOException io ? FileFailures.reason(io) : cause.getMessage()))));
    }

    private void failed(Throwable cause) {
        ended(Optional.of(cause.getMessage()));
    }

    private void ended(Optional<String> reason) {
        remote.close().onComplete(closed -> end.offer(reason));
    }

    @Override
    public void notified(RpcMessage.Notification notification) {}

    @Override
    public void tick() {}

    @Override
    public void lost(String sentence) {
        end.offer(Optional.of(sentence));
    }
}

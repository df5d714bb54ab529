package dev.execbus.mcp;

import io.vertx.core.Context;
import io.vertx.core.http.HttpServerResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection that takes server-sent events. Told on the endpoint's context; everything else is on its own. */
final class EventStream implements EventLog.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);

    private static final String COMMENT = ":\n\n";

    private final HttpServerResponse response;
    private final Context context;
    private final McpSettings settings;
    private long unsent;
    private long timer;
    private boolean gone;

    EventStream(HttpServerResponse response, Context context, McpSettings settings) {
        this.response = response;
        this.context = context;
        this.settings = settings;
    }

    /**
     * @param startId for an event that says nothing but its id; null for none
     * @param whenGone called once, on any thread, when the connection has ended
     */
    void begin(String startId, Runnable whenGone) {
        context.runOnContext(ignored -> {
            response.closeHandler(closed -> ended(whenGone));
            response.exceptionHandler(failed -> ended(whenGone));
            response.endHandler(finished -> ended(whenGone));
            if (response.closed()) {
                ended(whenGone);
                return;
            }
            response.putHeader("Content-Type", Exchange.EVENTS)
                    .putHeader("Cache-Control", "no-store")
                    .putHeader("X-Accel-Buffering", "no")
                    .setChunked(true);
            if (startId == null) {
                response.writeHead();
            } else {
                write("id: " + startId + "\ndata:\n\n");
            }
            timer = context.owner().setPeriodic(settings.keepAlive().toMillis(), tick -> write(COMMENT));
        });
    }

    private void ended(Runnable whenGone) {
        if (!gone) {
            gone = true;
            context.owner().cancelTimer(timer);
            whenGone.run();
        }
    }

    @Override
    public void event(String id, String data) {
        context.runOnContext(ignored -> write("id: " + id + "\nevent: message\ndata: " + data + "\n\n"));
    }

    private void write(String text) {
        if (gone || response.ended()) {
            return;
        }
        if (unsent > settings.unsentBytes()) {
            LOG.info("agent is cut off, it does not read");
            response.reset();
            return;
        }
        unsent += text.length();
        response.write(text).onComplete(written -> unsent -= text.length());
    }

    @Override
    public void complete() {
        end();
    }

    @Override
    public void replaced() {
        end();
    }

    private void end() {
        context.runOnContext(ignored -> {
            if (!gone && !response.ended()) {
                response.end();
            }
        });
    }
}

package dev.execbus.filesystem;

import dev.execbus.bus.Attachment;
import dev.execbus.bus.AttachmentListener;
import dev.execbus.bus.SessionId;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Who speaks for which session, as told by {@code sessions}, and what each connection has open: that is closed when it
 * no longer speaks. Confined to the verticle's context.
 */
final class Attachments implements AttachmentListener {
    private record Current(long epoch, ConnectionFiles files) {}

    private final Map<SessionId, Current> current = new HashMap<>();
    private final Function<Attachment, ConnectionFiles> files;
    private final Consumer<SessionId> ended;

    Attachments(Function<Attachment, ConnectionFiles> files, Consumer<SessionId> ended) {
        this.files = files;
        this.ended = ended;
    }

    @Override
    public Future<Acknowledged> changed(Changed changed) {
        switch (changed) {
            case Attached attached -> attach(attached.attachment());
            case Detached detached -> {
                Current left = current.get(detached.session());
                if (left != null && left.epoch() == detached.epoch()) {
                    leave(detached.session());
                }
            }
            case Ended each -> {
                leave(each.session());
                ended.accept(each.session());
            }
        }
        return Future.succeededFuture(new Acknowledged());
    }

    private void attach(Attachment attachment) {
        leave(attachment.session());
        current.put(attachment.session(), new Current(attachment.epoch(), files.apply(attachment)));
    }

    private void leave(SessionId session) {
        Current left = current.remove(session);
        if (left != null) {
            left.files().close();
        }
    }

    /** What the connection has open, if it speaks for its session now. */
    ConnectionFiles of(Attachment from) {
        Current each = current.get(from.session());
        if (each == null || each.epoch() != from.epoch()) {
            throw new ExecbusException(ErrorCode.STALE_ATTACHMENT, "the connection no longer speaks for this session");
        }
        return each.files();
    }

    /** Nobody speaks for anything any more. */
    Future<?> close() {
        List<Future<?>> closed = new ArrayList<>();
        current.values().forEach(each -> closed.add(each.files().close()));
        current.clear();
        return Future.join(closed);
    }
}

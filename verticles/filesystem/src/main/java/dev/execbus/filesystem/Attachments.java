package dev.execbus.filesystem;

import dev.execbus.bus.Attachment;
import dev.execbus.bus.AttachmentListener;
import dev.execbus.bus.SessionId;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;

/** Who speaks for which session, as told by {@code sessions}. Confined to the verticle's context. */
final class Attachments implements AttachmentListener {
    private final Map<SessionId, Long> epochs = new HashMap<>();

    @Override
    public Future<Acknowledged> changed(Changed changed) {
        switch (changed) {
            case Attached attached ->
                epochs.put(
                        attached.attachment().session(), attached.attachment().epoch());
            case Detached detached -> epochs.remove(detached.session(), detached.epoch());
            case Ended ended -> epochs.remove(ended.session());
        }
        return Future.succeededFuture(new Acknowledged());
    }

    /** Whether this attachment speaks for its session now. */
    boolean isCurrent(Attachment from) {
        Long epoch = epochs.get(from.session());
        return epoch != null && epoch == from.epoch();
    }
}

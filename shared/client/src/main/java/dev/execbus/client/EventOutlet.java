package dev.execbus.client;

import dev.execbus.client.ExecEvent.Closed;
import dev.execbus.client.ExecEvent.Failed;
import dev.execbus.client.ExecEvent.Numbered;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells one process's events to its listener, up to the last one. Confined to the backend's loop. */
final class EventOutlet {
    private static final Logger LOG = LoggerFactory.getLogger(EventOutlet.class);

    private final EventOrder order;
    private Consumer<ExecEvent> listener;
    private boolean telling;
    private boolean over;

    EventOutlet(EventOrder order) {
        this.order = order;
    }

    void open(Consumer<ExecEvent> hears) {
        if (listener == null) {
            listener = hears;
        } else {
            LOG.error("a second listener was set for a process, and hears nothing");
        }
    }

    boolean isOpen() {
        return listener != null;
    }

    /** The last event was told. */
    boolean isOver() {
        return over;
    }

    /** @param failure comes after all that can be told; null for none */
    void tell(String failure) {
        if (listener == null || telling) {
            return;
        }
        telling = true;
        while (!over) {
            Numbered event = order.next();
            if (event == null) {
                break;
            }
            over = event instanceof Closed;
            tell(event);
        }
        if (!over && failure != null) {
            over = true;
            tell(new Failed(failure));
        }
        telling = false;
    }

    private void tell(ExecEvent event) {
        try {
            listener.accept(event);
        } catch (RuntimeException e) {
            LOG.error("a listener of a process has failed", e);
        }
    }
}

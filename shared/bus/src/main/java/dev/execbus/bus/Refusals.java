package dev.execbus.bus;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs messages that were not taken; seldom, since others decide how many there are. */
final class Refusals {
    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

    private final Seldom strangers = new Seldom(System.nanoTime());
    private final Seldom unreadable = new Seldom(System.nanoTime());

    void ofStranger() {
        long count = strangers.count(System.nanoTime());
        if (count > 0) {
            LOG.warn("messages without the key of this cluster were refused count={}", count);
        }
    }

    void ofUnreadable(String why) {
        long count = unreadable.count(System.nanoTime());
        if (count > 0) {
            LOG.warn("messages of other nodes could not be read count={} last={}", count, why);
        }
    }
}

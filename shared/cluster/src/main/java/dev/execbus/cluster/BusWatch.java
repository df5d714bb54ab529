package dev.execbus.cluster;

import dev.execbus.bus.Beats;
import dev.execbus.bus.Bus;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices members that Hazelcast lists but the event bus does not hear, and does about it what can be done from here.
 * On a context of its own, until {@link #stop}.
 */
final class BusWatch {
    private static final Logger LOG = LoggerFactory.getLogger(BusWatch.class);

    private final Vertx vertx;
    private final Bus bus;
    private final HazelcastMember member;
    private final Directory directory;
    private final KnownPeers peers;
    private final Silence silence;
    private final Context context;
    private final AtomicReference<Runnable> whenBroken = new AtomicReference<>();
    private volatile boolean broken;
    private volatile boolean stopped;

    BusWatch(Vertx vertx, Bus bus, HazelcastMember member, Announcement self, Directory directory, KnownPeers peers) {
        this.vertx = vertx;
        this.bus = bus;
        this.member = member;
        this.directory = directory;
        this.peers = peers;
        this.silence = new Silence(self.nodeId());
        this.context = vertx.getOrCreateContext();
    }

    void start() {
        member.whenStopped(this::broken);
        context.runOnContext(ignored -> {
            Beats.hear(bus, this::heard);
            vertx.setPeriodic(Beats.INTERVAL.toMillis(), this::check);
        });
    }

    /** Told at most once, on any thread. Told at once if it has happened already. */
    void whenBroken(Runnable listener) {
        whenBroken.set(listener);
        if (broken) {
            tell();
        }
    }

    void stop() {
        stopped = true;
    }

    private void heard(Beats.Message message) {
        switch (message) {
            case Beats.WorkerBeat beat -> silence.heard(beat.name(), beat.leaving(), System.nanoTime());
            case Beats.GatewayBeat beat -> silence.heard(beat.name(), beat.leaving(), System.nanoTime());
            case Beats.RollCall call -> {}
        }
    }

    private void check(long timer) {
        if (stopped) {
            vertx.cancelTimer(timer);
            return;
        }
        member.refresh();
        for (Silence.Finding finding : silence.check(directory.nodes(), System.nanoTime())) {
            switch (finding) {
                case Silence.Finding.Silent silent -> ask(silent.node());
                case Silence.Finding.StillSilent silent -> giveUp(silent.node(), silent.heardBefore());
                case Silence.Finding.HeardAgain heard ->
                    LOG.info("heard again: names={}", heard.node().names());
            }
        }
    }

    private void ask(Announcement node) {
        LOG.warn(
                "a member is listed but not heard: names={} bus={}: asking everybody to beat",
                node.names(),
                node.bus());
        Beats.tell(bus, new Beats.RollCall());
    }

    /** A new start helps if the way to that node was open once and the machine still answers, and otherwise not. */
    private void giveUp(Announcement node, boolean heardBefore) {
        peers.knock(node.bus()).onSuccess(answer -> {
            boolean hopeless = heardBefore && answer == KnownPeers.Knock.OPENED;
            LOG.error(
                    "still not heard: names={} bus={} answer={} heardBefore={}: {}",
                    node.names(),
                    node.bus(),
                    answer,
                    heardBefore,
                    hopeless ? "the event bus of this node is broken" : "nothing to be done from here");
            if (hopeless) {
                broken();
            }
        });
    }

    private void broken() {
        if (!stopped) {
            broken = true;
            tell();
        }
    }

    private void tell() {
        Runnable listener = whenBroken.getAndSet(null);
        if (listener != null) {
            listener.run();
        }
    }
}

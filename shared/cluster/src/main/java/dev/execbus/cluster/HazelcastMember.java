package dev.execbus.cluster;

import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastException;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceNotActiveException;
import com.hazelcast.core.LifecycleEvent;
import com.hazelcast.core.LifecycleListener;
import dev.execbus.bus.NodeName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This node's place among Hazelcast's members, from which the directory is kept up to date. For any thread. */
final class HazelcastMember implements MembershipListener, LifecycleListener {
    private static final Logger LOG = LoggerFactory.getLogger(HazelcastMember.class);
    private static final String LOGGING = "hazelcast.logging.type";
    private static final Duration STEP = Duration.ofMillis(100);
    private static final Duration SHUTDOWN = Duration.ofSeconds(6);

    /** A member that goes over to another cluster is alone for a moment, though nobody has gone. */
    private static final Duration LONGEST_MERGE = Duration.ofSeconds(15);

    private final HazelcastInstance hazelcast;
    private final Announcement self;
    private final Directory directory;
    private final AtomicBoolean stopping = new AtomicBoolean();
    private volatile Runnable stopped = () -> {};
    private volatile long mergingUntil = System.nanoTime();

    private HazelcastMember(HazelcastInstance hazelcast, Announcement self, Directory directory) {
        this.hazelcast = hazelcast;
        this.self = self;
        this.directory = directory;
    }

    /**
     * Blocks until the member has joined others, or is the first, and no older member has one of its names: one that is
     * dead may be listed for some seconds.
     *
     * @throws ClusterException if it cannot join, or a name is still taken after {@code patience}
     */
    static HazelcastMember start(Config config, Announcement self, Directory directory, Duration patience) {
        // What is logged before Hazelcast has read its configuration, too.
        if (System.getProperty(LOGGING) == null) {
            System.setProperty(LOGGING, "slf4j");
        }
        HazelcastInstance hazelcast;
        try {
            hazelcast = Hazelcast.newHazelcastInstance(config);
        } catch (HazelcastException | IllegalStateException | IllegalArgumentException e) {
            throw new ClusterException("Hazelcast does not start: " + e.getMessage(), e);
        }
        HazelcastMember member = new HazelcastMember(hazelcast, self, directory);
        try {
            member.awaitNames(patience);
        } catch (RuntimeException e) {
            member.stop();
            throw e;
        }
        hazelcast.getCluster().addMembershipListener(member);
        hazelcast.getLifecycleService().addLifecycleListener(member);
        member.refresh();
        return member;
    }

    /** Told once if Hazelcast stops without {@link #stop}. */
    void whenStopped(Runnable listener) {
        stopped = listener;
    }

    private void awaitNames(Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        for (Optional<String> taken = taken(); taken.isPresent(); taken = taken()) {
            if (System.nanoTime() - end > 0) {
                throw new ClusterException(taken.get());
            }
            LockSupport.parkNanos(STEP.toNanos());
        }
    }

    private Optional<String> taken() {
        for (Announcement node : listed()) {
            if (node.nodeId().equals(self.nodeId())) {
                return Optional.empty();
            }
            for (NodeName name : node.names()) {
                if (self.names().contains(name)) {
                    return Optional.of("the name " + name + " is taken: the node at " + node.bus()
                            + " has it in this cluster already");
                }
            }
        }
        return Optional.empty();
    }

    private List<Announcement> listed() {
        return hazelcast.getCluster().getMembers().stream()
                .map(member -> Announcement.in(member.getAttributes()))
                .flatMap(Optional::stream)
                .toList();
    }

    /** Makes the directory say what Hazelcast says now. Never waits. */
    void refresh() {
        if (System.nanoTime() - mergingUntil < 0) {
            return;
        }
        try {
            directory.update(listed());
        } catch (HazelcastInstanceNotActiveException e) {
            directory.update(List.of());
        }
    }

    @Override
    public void memberAdded(MembershipEvent event) {
        refresh();
    }

    @Override
    public void memberRemoved(MembershipEvent event) {
        refresh();
    }

    @Override
    public void stateChanged(LifecycleEvent event) {
        switch (event.getState()) {
            case MERGING -> mergingUntil = System.nanoTime() + LONGEST_MERGE.toNanos();
            case MERGED, MERGE_FAILED -> {
                mergingUntil = System.nanoTime();
                refresh();
                LOG.info(
                        "the cluster was cut and is {}",
                        event.getState() == LifecycleEvent.LifecycleState.MERGED ? "whole again" : "not whole yet");
            }
            case SHUTDOWN -> {
                if (!stopping.get()) {
                    LOG.error("Hazelcast has stopped by itself");
                    mergingUntil = System.nanoTime();
                    refresh();
                    stopped.run();
                }
            }
            case STARTING, STARTED, SHUTTING_DOWN, CLIENT_CONNECTED, CLIENT_DISCONNECTED, CLIENT_CHANGED_CLUSTER -> {}
        }
    }

    /** Says goodbye, and goes without it if nobody listens in time. Blocks. */
    void stop() {
        if (!stopping.compareAndSet(false, true)) {
            return;
        }
        Thread goodbye = Thread.ofPlatform().daemon().name("hazelcast-shutdown").start(hazelcast::shutdown);
        try {
            if (!goodbye.join(SHUTDOWN)) {
                LOG.warn("nobody has taken leave of this node in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        hazelcast.getLifecycleService().terminate();
    }
}

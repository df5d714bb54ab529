package dev.execbus.cluster;

import io.vertx.core.Completable;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.AsyncMap;
import io.vertx.core.shareddata.Counter;
import io.vertx.core.shareddata.Lock;
import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.core.spi.cluster.NodeInfo;
import io.vertx.core.spi.cluster.NodeListener;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.core.spi.cluster.RegistrationListener;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The cluster as Vert.x sees it: messages find their node by the directory, and that is all that nodes have in common.
 * No map is shared, so that none has to be agreed on, moved, or mended after a split. For any thread; nothing waits.
 */
final class DirectoryCluster implements ClusterManager {
    private final String nodeId;
    private final Directory directory;
    private volatile NodeInfo nodeInfo;
    private volatile boolean active;

    /** @param nodeId under which this node is in the directory */
    DirectoryCluster(String nodeId, Directory directory) {
        this.nodeId = nodeId;
        this.directory = directory;
    }

    @Override
    public void init(Vertx vertx) {}

    @Override
    public void join(Completable<Void> promise) {
        active = true;
        promise.succeed();
    }

    @Override
    public void leave(Completable<Void> promise) {
        active = false;
        promise.succeed();
    }

    @Override
    public boolean isActive() {
        return active;
    }

    @Override
    public String getNodeId() {
        return nodeId;
    }

    @Override
    public List<String> getNodes() {
        return directory.nodes().stream().map(Announcement::nodeId).toList();
    }

    /** Others know it already by what this node announced. */
    @Override
    public void setNodeInfo(NodeInfo info, Completable<Void> promise) {
        nodeInfo = info;
        promise.succeed();
    }

    @Override
    public NodeInfo getNodeInfo() {
        return nodeInfo;
    }

    @Override
    public void getNodeInfo(String id, Completable<NodeInfo> promise) {
        Optional<HostPort> bus = directory.busOf(id);
        if (bus.isPresent()) {
            promise.succeed(new NodeInfo(bus.get().host(), bus.get().port(), null));
        } else {
            promise.fail(new IllegalStateException("no such node was ever in the cluster: " + id));
        }
    }

    /** A name says where an address is; who listens there is that node's business. */
    @Override
    public void addRegistration(String address, RegistrationInfo registration, Completable<Void> promise) {
        promise.succeed();
    }

    @Override
    public void removeRegistration(String address, RegistrationInfo registration, Completable<Void> promise) {
        promise.succeed();
    }

    @Override
    public void getRegistrations(String address, Completable<List<RegistrationInfo>> promise) {
        promise.succeed(directory.nodesFor(address).stream()
                .map(id -> new RegistrationInfo(id, 0, false))
                .toList());
    }

    /** {@link DirectorySelector} keeps nothing that would have to be updated. */
    @Override
    public void registrationListener(RegistrationListener listener) {}

    /** For Vert.x's own fail-over, which is not in use. */
    @Override
    public void nodeListener(NodeListener listener) {}

    @Override
    public <K, V> void getAsyncMap(String name, Completable<AsyncMap<K, V>> promise) {
        promise.fail(nothingShared());
    }

    @Override
    public <K, V> Map<K, V> getSyncMap(String name) {
        throw nothingShared();
    }

    @Override
    public void getLockWithTimeout(String name, long timeout, Completable<Lock> promise) {
        promise.fail(nothingShared());
    }

    @Override
    public void getCounter(String name, Completable<Counter> promise) {
        promise.fail(nothingShared());
    }

    private static IllegalStateException nothingShared() {
        return new IllegalStateException("nodes share messages and nothing else: state has one owner");
    }
}

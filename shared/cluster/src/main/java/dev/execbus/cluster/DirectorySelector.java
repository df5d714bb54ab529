package dev.execbus.cluster;

import io.vertx.core.Completable;
import io.vertx.core.eventbus.impl.clustered.NodeSelector;
import io.vertx.core.spi.cluster.ClusteredNode;
import java.util.List;

/**
 * Asks the directory for each message: nothing is kept that could go stale. An address that is none of ours, or of
 * which nobody has the name, means this node, which says at once if nobody listens.
 */
final class DirectorySelector implements NodeSelector {
    private final Directory directory;

    DirectorySelector(Directory directory) {
        this.directory = directory;
    }

    @Override
    public void selectForSend(String address, Completable<String> promise) {
        List<String> nodes = directory.nodesFor(address);
        promise.succeed(nodes.isEmpty() ? null : nodes.getFirst());
    }

    @Override
    public void selectForPublish(String address, Completable<Iterable<String>> promise) {
        promise.succeed(directory.nodesFor(address));
    }

    @Override
    public void init(ClusteredNode node) {}

    @Override
    public void eventBusStarted() {}

    @Override
    public boolean wantsUpdatesFor(String address) {
        return false;
    }
}

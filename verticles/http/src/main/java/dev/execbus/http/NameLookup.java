package dev.execbus.http;

import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Addresses of hosts, from the JVM's resolver on threads of its own. */
final class NameLookup {
    private final WorkerExecutor threads;
    private final Duration deadline;

    NameLookup(WorkerExecutor threads, Duration deadline) {
        this.threads = threads;
        this.deadline = deadline;
    }

    /** At least one; without the name, so that whoever connects to one cannot look it up again. */
    Future<List<InetAddress>> lookup(RequestUrl url) {
        InetAddress literal = url.literal();
        if (literal != null) {
            return Future.succeededFuture(List.of(literal));
        }
        return threads.executeBlocking(() -> resolved(url.host()), false)
                .timeout(deadline.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static List<InetAddress> resolved(String host) throws UnknownHostException {
        List<InetAddress> addresses = new ArrayList<>();
        for (InetAddress address : InetAddress.getAllByName(host)) {
            addresses.add(nameless(address));
        }
        return addresses;
    }

    private static InetAddress nameless(InetAddress address) throws UnknownHostException {
        return address instanceof Inet6Address scoped
                ? Inet6Address.getByAddress(null, scoped.getAddress(), scoped.getScopeId())
                : InetAddress.getByAddress(address.getAddress());
    }
}

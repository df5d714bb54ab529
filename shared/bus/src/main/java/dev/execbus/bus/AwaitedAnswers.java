package dev.execbus.bus;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Answers that are waited for, by the node that owes them, so that they can be given up when the node is lost. For any
 * thread; an answer arrives on the context that asked. A node that owes nothing is not remembered.
 */
final class AwaitedAnswers {
    private record Awaited(Context context, Promise<?> promise) {
        void fail(Throwable cause) {
            if (context == null) {
                promise.tryFail(cause);
            } else {
                context.runOnContext(ignored -> promise.tryFail(cause));
            }
        }
    }

    /** A set is touched inside the map's own operations only. */
    private final Map<String, Set<Awaited>> byNode = new ConcurrentHashMap<>();

    /** @param address ends in the name of the node */
    <R> Future<R> watch(String address, Future<R> answer) {
        if (answer.isComplete()) {
            return answer;
        }
        Promise<R> promise = Promise.promise();
        Awaited awaited = new Awaited(Vertx.currentContext(), promise);
        String node = nodeIn(address);
        byNode.compute(node, (name, owed) -> with(owed, awaited));
        answer.onComplete(done -> {
            byNode.computeIfPresent(node, (name, owed) -> without(owed, awaited));
            if (done.succeeded()) {
                promise.tryComplete(done.result());
            } else {
                promise.tryFail(done.cause());
            }
        });
        return promise.future();
    }

    void fail(NodeName node, Throwable cause) {
        Set<Awaited> owed = byNode.remove(node.value());
        if (owed != null) {
            owed.forEach(awaited -> awaited.fail(cause));
        }
    }

    int nodes() {
        return byNode.size();
    }

    private static Set<Awaited> with(Set<Awaited> owed, Awaited awaited) {
        Set<Awaited> all = owed == null ? new HashSet<>() : owed;
        all.add(awaited);
        return all;
    }

    private static Set<Awaited> without(Set<Awaited> owed, Awaited awaited) {
        owed.remove(awaited);
        return owed.isEmpty() ? null : owed;
    }

    private static String nodeIn(String address) {
        return address.substring(address.lastIndexOf('.') + 1);
    }
}

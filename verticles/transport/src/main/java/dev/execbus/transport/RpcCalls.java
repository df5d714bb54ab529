package dev.execbus.transport;

import dev.execbus.bus.Failures;
import dev.execbus.bus.Meters;
import dev.execbus.bus.Step;
import dev.execbus.bus.Tracing;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.RpcMessage.Request;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;

/** Requests on their way to a worker: which method, by whom, under which name. For all connections of a gateway. */
final class RpcCalls {
    private final MethodTable methods;
    private final Workers workers;
    private final RequestMeters meters;
    private final Tracing tracing;
    private final HeldOutput heldOutput = HeldOutput.ofGateway();
    private final ViewFeeds feeds;
    private final ViewedWorkers viewed;
    private final boolean console;

    RpcCalls(Workers workers, ViewFeeds feeds, NodeOverview nodes, boolean console, Meters meters, Tracing tracing) {
        this.workers = workers;
        this.methods = new MethodTable(nodes);
        this.feeds = feeds;
        this.viewed = new ViewedWorkers(workers);
        this.console = console;
        this.meters = new RequestMeters(meters, methods.names());
        this.tracing = tracing;
    }

    /** Room for output that one connection keeps. */
    HeldOutput heldOutput() {
        return heldOutput.ofConnection();
    }

    ConnectionViews views(Door door) {
        return new ConnectionViews(feeds, new ViewRights(viewed, console), door);
    }

    /** A request with nothing wrong about it. */
    final class Ready {
        private final String method;
        private final Route.Call call;
        private final Operation operation;
        /** Null for a client without a session. */
        private final Speaker speaker;

        private final Route.Own own;

        private Ready(String method, Route.Call call, Operation operation, Speaker speaker, Route.Own own) {
            this.method = method;
            this.call = call;
            this.operation = operation;
            this.speaker = speaker;
            this.own = own;
        }

        boolean mayWait() {
            return call.mayWait();
        }

        /** The result as a record that Jackson writes. */
        Future<?> run() {
            Step step = tracing.request(method, operation.trace());
            if (speaker == null) {
                return step.until(meters.timed(method, () -> call.run(own, null, null)));
            }
            step.says("execbus.session", speaker.attachment().session()::beginning);
            WorkerServices services = speaker.services().saying(operation.opId(), step.trace());
            return step.until(meters.timed(method, () -> {
                Future<?> result = call.run(own, services, speaker.attachment());
                return call.hasResultWhenLost() ? result.transform(this::orWhenLost) : result;
            }));
        }

        /** Whether the worker is dead may turn out later than that it does not answer. */
        private Future<Object> orWhenLost(AsyncResult<?> done) {
            if (done.succeeded()) {
                return Future.succeededFuture(done.result());
            }
            ExecbusException failure = Failures.told(done.cause());
            if (failure.code() != ErrorCode.WORKER_UNAVAILABLE) {
                return Future.failedFuture(failure);
            }
            return workers.fateOf(speaker.worker())
                    .compose(fate -> fate == Worker.Fate.DEAD
                            ? Future.succeededFuture(call.whenLost())
                            : Future.failedFuture(failure));
        }
    }

    /** Throws what is wrong with it. */
    Ready prepare(Request request, Handshake handshake, Route.Own own) {
        Route<?> route = methods.get(request.method());
        if (route == null) {
            throw unknownMethod(request.method());
        }
        Route.Call call = decoded(route, request, handshake);
        Operation operation = Operation.of(request, route.named());
        String name = route.method().name();
        String family = route.method().family();
        Speaker speaker = switch (route.about()) {
            case SESSION -> handshake.require(family);
            case HANDLES -> own.handles().require(name);
            case VIEWS -> handshake.requireAny(family);
        };
        return new Ready(name, call, operation, speaker, own);
    }

    private static Route.Call decoded(Route<?> route, Request request, Handshake handshake) {
        try {
            return route.decode(request.params(), handshake.dialect());
        } catch (ExecbusException e) {
            if (route.extension() && e.code() == ErrorCode.INVALID_PARAMS) {
                throw unknownMethod(request.method());
            }
            throw e;
        }
    }

    private static ExecbusException unknownMethod(String method) {
        return new ExecbusException(
                ErrorCode.METHOD_NOT_FOUND, "exec-server stub does not implement `" + method + "` yet");
    }
}

package dev.execbus.processes;

import dev.execbus.bus.Attachment;
import dev.execbus.bus.AttachmentListener;
import dev.execbus.bus.Bus;
import dev.execbus.bus.ConnectionId;
import dev.execbus.bus.EnvironmentService;
import dev.execbus.bus.GatewayService;
import dev.execbus.bus.NodeName;
import dev.execbus.bus.ProcessService;
import dev.execbus.bus.SessionId;
import dev.execbus.protocol.ByteChunk;
import dev.execbus.protocol.ProcessMethods.ReadParams;
import dev.execbus.protocol.ProcessMethods.ReadResponse;
import dev.execbus.protocol.ProcessMethods.WriteParams;
import dev.execbus.protocol.ResourceLimits;
import dev.execbus.protocol.SandboxParams;
import dev.execbus.protocol.StartParams;
import dev.execbus.sandbox.Sandbox;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The processes room of a worker as other rooms see it, with stand-ins for those. Every wait has a deadline. */
final class LimitedRoom implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(25);
    private static final NodeName WORKER = new NodeName("worker");
    private static final NodeName GATEWAY = new NodeName("worker-0");

    private final Sandbox sandbox;
    private final Vertx vertx = Vertx.vertx();
    private final Bus bus = Bus.install(vertx);
    private final ProcessService processes = ProcessService.on(bus, WORKER);
    private final AttachmentListener attachments =
            AttachmentListener.on(bus, AttachmentListener.Room.PROCESSES, WORKER);

    /** @param sandbox closed with the room */
    LimitedRoom(ProcessSettings settings, Sandbox sandbox) {
        this.sandbox = sandbox;
        get(EnvironmentService.serve(bus, WORKER, new EnvironmentService() {
            @Override
            public Future<Built> build(Build build) {
                return Future.succeededFuture(new Built(build.requested()));
            }

            @Override
            public Future<Described> describe(Describe describe) {
                return Future.failedFuture("nobody asks");
            }
        }));
        get(GatewayService.serve(bus, GATEWAY, new TakingGateway()));
        get(vertx.deployVerticle(new ProcessVerticle(bus, WORKER, settings, sandbox)));
    }

    /** A session that a client is attached to. */
    Session session(String name) {
        Attachment attachment = new Attachment(new SessionId(name), 1, GATEWAY, new ConnectionId(1));
        get(attachments.changed(new AttachmentListener.Attached(attachment)));
        return new Session(attachment);
    }

    final class Session {
        private final Attachment attachment;

        private Session(Attachment attachment) {
            this.attachment = attachment;
        }

        void start(String processId, Path cwd, ResourceLimits limits, long timeoutMs, String... argv) {
            start(processId, cwd, SandboxParams.NONE, limits, timeoutMs, argv);
        }

        void start(
                String processId,
                Path cwd,
                SandboxParams policy,
                ResourceLimits limits,
                long timeoutMs,
                String... argv) {
            get(processes.start(new ProcessService.Start(
                    attachment,
                    new StartParams(
                            processId,
                            List.of(argv),
                            cwd.toString(),
                            Map.of("PATH", "/usr/bin:/bin"),
                            false,
                            true,
                            null,
                            null,
                            policy,
                            false,
                            null,
                            null,
                            null,
                            timeoutMs,
                            limits,
                            false))));
        }

        void shell(String processId, ResourceLimits limits, String script) {
            start(processId, Path.of("/"), limits, 0, "/bin/sh", "-c", script);
        }

        /** Everything there is after that number, as soon as there is something. */
        ReadResponse read(String processId, long afterSeq) {
            return get(processes.read(new ProcessService.Read(
                            attachment, new ReadParams(processId, afterSeq, Long.MAX_VALUE, DEADLINE.toMillis() / 2))))
                    .response();
        }

        ReadResponse awaitClosed(String processId) {
            long end = System.nanoTime() + DEADLINE.toNanos();
            ReadResponse last = read(processId, 0);
            while (!last.closed()) {
                if (System.nanoTime() > end) {
                    throw new AssertionError(processId + " is still not closed: exited " + last.exited());
                }
                last = read(processId, last.nextSeq() - 1);
            }
            return last;
        }

        /** How long it takes until a {@code cat} has written a line back, in milliseconds. */
        long echo(String processId, long afterSeq) {
            long start = System.nanoTime();
            get(processes.write(new ProcessService.Write(
                    attachment, new WriteParams(processId, ByteChunk.utf8("echo\n"), "w" + afterSeq))));
            ReadResponse answer = read(processId, afterSeq);
            if (answer.exited()) {
                throw new AssertionError(processId + " has exited");
            }
            return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        }

        void end() {
            get(attachments.changed(new AttachmentListener.Ended(attachment.session())));
        }
    }

    private static <T> T get(Future<T> future) {
        try {
            return future.await(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("no answer within " + DEADLINE, e);
        }
    }

    @Override
    public void close() {
        get(vertx.close());
        sandbox.close();
    }
}

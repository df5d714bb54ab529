package dev.execbus.filesystem;

import dev.execbus.bus.Attachment;
import dev.execbus.bus.AttachmentListener;
import dev.execbus.bus.AttachmentListener.Room;
import dev.execbus.bus.Bus;
import dev.execbus.bus.FileService;
import dev.execbus.bus.GatewayService;
import dev.execbus.bus.GatewayService.Deliver;
import dev.execbus.bus.Level;
import dev.execbus.bus.NodeName;
import dev.execbus.bus.Reception;
import dev.execbus.bus.Timers;
import dev.execbus.sandbox.Sandbox;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** The filesystem room. One instance per worker; the sandbox stays its owner's. */
public final class FileVerticle extends VerticleBase {
    /** How long files may take to be closed at the end. */
    private static final long PATIENCE_SECONDS = 5;

    /** Between the notifications of a watch: a file that is written all the time is told no more often. */
    private static final long PAUSE_MILLISECONDS = 20;

    /** Longer than what is usual on a slow disk. */
    private static final Duration HELD_UP = Duration.ofSeconds(30);

    /** Between counts for operators. */
    private static final long LOOK_MILLISECONDS = 1_000;

    private final Bus bus;
    private final NodeName worker;
    private final FileSettings settings;
    private final Sandbox sandbox;
    private FileThreads threads;
    private FileBackends backends;
    private Level.Part cages;
    private DirectoryEvents events;
    private Attachments attachments;

    public FileVerticle(Bus bus, NodeName worker, FileSettings settings, Sandbox sandbox) {
        this.bus = bus;
        this.worker = worker;
        this.settings = settings;
        this.sandbox = sandbox;
    }

    @Override
    public Future<?> start() {
        threads = new FileThreads(context, settings.threads(), HELD_UP);
        ConfinedBackends confined = new ConfinedBackends(new LocalFiles(settings), sandbox, settings);
        backends = confined;
        cages = bus.meters()
                .level("execbus.files.confined", "Sandboxed processes that do what is done to files")
                .part();
        vertx.setPeriodic(
                LOOK_MILLISECONDS, ignored -> cages.is(confined.cages().count()));
        events = new DirectoryEvents("file-events-" + worker);
        attachments = new Attachments(this::filesOf, backends::ended);
        FileOperations operations = new FileOperations(attachments, threads, backends);
        Reception reception = new Reception();
        return AttachmentListener.serve(bus, Room.FILES, worker, reception.before(attachments))
                .compose(served -> FileService.serve(bus, worker, operations, reception));
    }

    private ConnectionFiles filesOf(Attachment attachment) {
        GatewayService gateway =
                GatewayService.recalling(bus, attachment.gateway(), settings.creditTimeout(), Timers.of(vertx));
        WatchClient client = event -> gateway.deliver(new Deliver(attachment, 0, List.of(event)))
                .compose(delivered -> vertx.timer(PAUSE_MILLISECONDS));
        Executor here = action -> context.runOnContext(ignored -> action.run());
        FileThreads.Share share = threads.of(attachment.session());
        return new ConnectionFiles(
                new Handles(share, settings.handlesPerConnection()),
                new Watches(share, events, client, here, settings),
                new MissingWatches(share, events, client, here, settings.directoriesPerWatch()));
    }

    /** What is confined ends while files are still being closed only when those take too long. */
    @Override
    public Future<?> stop() {
        cages.is(0);
        return attachments
                .close()
                .timeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .transform(closed -> vertx.executeBlocking(() -> {
                    backends.close();
                    events.close();
                    return null;
                }))
                .onComplete(closed -> threads.close());
    }
}

package dev.execbus.filesystem;

import dev.execbus.bus.AttachmentListener;
import dev.execbus.bus.AttachmentListener.Room;
import dev.execbus.bus.Bus;
import dev.execbus.bus.FileService;
import dev.execbus.bus.NodeName;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.TimeUnit;

/** The filesystem room. One instance per worker. */
public final class FileVerticle extends VerticleBase {
    private final Bus bus;
    private final NodeName worker;
    private final FileSettings settings;
    private WorkerExecutor pool;

    public FileVerticle(Bus bus, NodeName worker, FileSettings settings) {
        this.bus = bus;
        this.worker = worker;
        this.settings = settings;
    }

    @Override
    public Future<?> start() {
        pool = vertx.createSharedWorkerExecutor(
                "files", settings.threads(), FileService.DEADLINE.toSeconds(), TimeUnit.SECONDS);
        Attachments attachments = new Attachments();
        FileOperations operations = new FileOperations(attachments, pool, settings);
        return AttachmentListener.serve(bus, Room.FILES, worker, attachments)
                .compose(served -> FileService.serve(bus, worker, operations));
    }

    @Override
    public Future<?> stop() {
        return pool.close();
    }
}

package dev.execbus.filesystem;

import dev.execbus.bus.FileService;
import dev.execbus.bus.FileService.Command;
import dev.execbus.bus.FileService.Message;
import dev.execbus.filesystem.CageAnswer.Opened;
import dev.execbus.filesystem.CageAnswer.Told;
import dev.execbus.filesystem.CageAnswer.TooLong;
import dev.execbus.filesystem.CageRequest.Open;
import dev.execbus.filesystem.CageRequest.Run;
import dev.execbus.protocol.FileMethods.OpenParams;
import java.util.function.Supplier;

/** Does commands in a confined process. Thread-safe; blocks. */
final class CageBackend implements FileBackend {
    private final Cage cage;
    private final CageWholeReads reads;
    private final Supplier<FileBackend> another;

    /** @param another what to use instead when the process has ended before it was asked anything */
    CageBackend(Cage cage, CageWholeReads reads, Supplier<FileBackend> another) {
        this.cage = cage;
        this.reads = reads;
        this.another = another;
    }

    @Override
    public Message run(Command command) {
        if (!cage.enter()) {
            return another.get().run(command);
        }
        try {
            CageAnswer answer = cage.call(new Run(command), FileService.DEADLINE);
            return switch (answer) {
                case Told told -> told.message();
                case TooLong file -> reads.read(cage, file);
                default -> throw cage.nonsense(answer);
            };
        } finally {
            cage.leave();
        }
    }

    @Override
    public OpenFile open(OpenParams params) {
        if (!cage.enter()) {
            return another.get().open(params);
        }
        CageFile file = null;
        try {
            CageAnswer answer = cage.call(new Open(params.path(), params.mode()), FileService.DEADLINE);
            if (!(answer instanceof Opened opened)) {
                throw cage.nonsense(answer);
            }
            file = new CageFile(cage, opened.handle());
            return file;
        } finally {
            // The file has come to use it too.
            if (file == null) {
                cage.leave();
            }
        }
    }
}

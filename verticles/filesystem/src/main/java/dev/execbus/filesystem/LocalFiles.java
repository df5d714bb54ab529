package dev.execbus.filesystem;

import dev.execbus.bus.FileService.Canonicalize;
import dev.execbus.bus.FileService.Canonicalized;
import dev.execbus.bus.FileService.Close;
import dev.execbus.bus.FileService.Command;
import dev.execbus.bus.FileService.Copy;
import dev.execbus.bus.FileService.CreateDirectory;
import dev.execbus.bus.FileService.DirectoryRead;
import dev.execbus.bus.FileService.Done;
import dev.execbus.bus.FileService.FileRead;
import dev.execbus.bus.FileService.GetMetadata;
import dev.execbus.bus.FileService.Message;
import dev.execbus.bus.FileService.MetadataRead;
import dev.execbus.bus.FileService.Open;
import dev.execbus.bus.FileService.ReadBlock;
import dev.execbus.bus.FileService.ReadDirectory;
import dev.execbus.bus.FileService.ReadFile;
import dev.execbus.bus.FileService.Remove;
import dev.execbus.bus.FileService.Rename;
import dev.execbus.bus.FileService.Unwatch;
import dev.execbus.bus.FileService.Walk;
import dev.execbus.bus.FileService.Walked;
import dev.execbus.bus.FileService.Watch;
import dev.execbus.bus.FileService.WatchMissing;
import dev.execbus.bus.FileService.WriteBlock;
import dev.execbus.bus.FileService.WriteFile;
import dev.execbus.protocol.FileMethods.OpenParams;
import java.io.IOException;

/** Files as this process sees them. Needs no Vert.x at work: it also runs in the confined process. */
final class LocalFiles implements FileBackend {
    private final FileReader reader;
    private final FileWriter writer = new FileWriter();
    private final Directories directories = new Directories();
    private final Metadata metadata = new Metadata();
    private final Removal removal = new Removal();
    private final Copying copying = new Copying();
    private final Renaming renaming = new Renaming();
    private final Walking walking = new Walking();

    LocalFiles(FileSettings settings) {
        this.reader = new FileReader(settings);
    }

    /** Commands by handle or watch are an {@link IllegalArgumentException}. */
    @Override
    public Message run(Command command) {
        return FileFailures.translated(() -> done(command));
    }

    private Message done(Command command) throws IOException {
        return switch (command) {
            case ReadFile each -> new FileRead(reader.read(each.params()));
            case GetMetadata each -> new MetadataRead(metadata.describe(each.params()));
            case Canonicalize each -> new Canonicalized(metadata.canonicalize(each.params()));
            case ReadDirectory each -> new DirectoryRead(directories.read(each.params()));
            case Walk each -> new Walked(walking.walk(each.params()));
            case WriteFile each -> change(() -> writer.write(each.params()));
            case CreateDirectory each -> change(() -> directories.create(each.params()));
            case Remove each -> change(() -> removal.remove(each.params()));
            case Copy each -> change(() -> copying.copy(each.params()));
            case Rename each -> change(() -> renaming.rename(each.params()));
            case Open each -> throw notByPath(each);
            case ReadBlock each -> throw notByPath(each);
            case WriteBlock each -> throw notByPath(each);
            case Close each -> throw notByPath(each);
            case WatchMissing each -> throw notByPath(each);
            case Watch each -> throw notByPath(each);
            case Unwatch each -> throw notByPath(each);
        };
    }

    /** Something with no answer but its end. */
    @FunctionalInterface
    private interface Change {
        void make() throws IOException;
    }

    private static Done change(Change change) throws IOException {
        change.make();
        return new Done();
    }

    private static IllegalArgumentException notByPath(Command command) {
        return new IllegalArgumentException(command.getClass().getSimpleName() + " is no command for a backend");
    }

    @Override
    public OpenFile open(OpenParams params) {
        return FileFailures.translated(() -> LocalFile.open(params));
    }
}

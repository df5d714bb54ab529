package dev.execbus.filesystem;

import dev.execbus.bus.FileService.Canonicalize;
import dev.execbus.bus.FileService.Command;
import dev.execbus.bus.FileService.Copy;
import dev.execbus.bus.FileService.CreateDirectory;
import dev.execbus.bus.FileService.GetMetadata;
import dev.execbus.bus.FileService.ReadDirectory;
import dev.execbus.bus.FileService.ReadFile;
import dev.execbus.bus.FileService.Remove;
import dev.execbus.bus.FileService.Rename;
import dev.execbus.bus.FileService.Walk;
import dev.execbus.bus.FileService.WriteFile;
import dev.execbus.protocol.ByteChunk;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.FileMethods.CanonicalizeParams;
import dev.execbus.protocol.FileMethods.CopyParams;
import dev.execbus.protocol.FileMethods.CreateDirectoryParams;
import dev.execbus.protocol.FileMethods.GetMetadataParams;
import dev.execbus.protocol.FileMethods.OpenMode;
import dev.execbus.protocol.FileMethods.OpenParams;
import dev.execbus.protocol.FileMethods.ReadDirectoryParams;
import dev.execbus.protocol.FileMethods.ReadFileParams;
import dev.execbus.protocol.FileMethods.RemoveParams;
import dev.execbus.protocol.FileMethods.RenameParams;
import dev.execbus.protocol.FileMethods.WalkOptions;
import dev.execbus.protocol.FileMethods.WalkParams;
import dev.execbus.protocol.FileMethods.WriteFileParams;
import dev.execbus.protocol.SandboxParams;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Every kind of command once, well and badly, so that whatever classes it needs are there afterwards. */
final class ConfinedRehearsal {
    private static final SandboxParams NONE = SandboxParams.NONE;
    private static final ByteChunk SOMETHING = ByteChunk.utf8("something");

    private static boolean done;

    private final LocalFiles files = new LocalFiles(FileSettings.DEFAULTS);
    private final String top;

    private ConfinedRehearsal(Path top) {
        this.top = top.toString();
    }

    /** Does it unless it is done. */
    static synchronized void once() {
        if (done) {
            return;
        }
        try {
            Path top = Files.createTempDirectory(
                    "execbus-rehearsal" + ProcessHandle.current().pid() + "-");
            new ConfinedRehearsal(top).everything();
            done = true;
        } catch (IOException e) {
            throw ExecbusException.internal(Cage.FAILED + "no temporary directory: "
                    + FileFailures.of(e).getMessage());
        }
    }

    private void everything() throws IOException {
        Files.createSymbolicLink(Path.of(top, "loop"), Path.of("loop"));
        for (boolean follow : new boolean[] {true, false}) {
            commands("", follow).forEach(this::tryIt);
            for (String wrong : List.of("/missing/x", "/file/x", "/loop", "/directory", "/\u00e9")) {
                commands(wrong, follow).forEach(this::tryIt);
            }
        }
        openFiles();
        tryIt(new Remove(null, new RemoveParams(top, true, true, true, NONE)));
    }

    /** @param wrong goes behind the names that the commands are about; empty for such as succeed */
    private List<Command> commands(String wrong, boolean follow) {
        String file = wrong.isEmpty() ? top + "/file" : top + wrong;
        String directory = wrong.isEmpty() ? top + "/directory" : top + wrong;
        WalkOptions options = new WalkOptions(2, 10, 10, true, false);
        List<Command> commands = new ArrayList<>();
        commands.add(new CreateDirectory(null, new CreateDirectoryParams(directory, false, follow, NONE)));
        commands.add(new CreateDirectory(null, new CreateDirectoryParams(directory + "/a/b", true, follow, NONE)));
        commands.add(new WriteFile(null, new WriteFileParams(file, SOMETHING, follow, NONE)));
        commands.add(new WriteFile(null, new WriteFileParams(file, SOMETHING, follow, NONE, true, null)));
        commands.add(new WriteFile(null, new WriteFileParams(file, SOMETHING, follow, NONE, false, "missing")));
        commands.add(new WriteFile(null, new WriteFileParams(file, SOMETHING, follow, NONE, true, "0".repeat(64))));
        commands.add(new ReadFile(null, new ReadFileParams(file, follow, NONE)));
        commands.add(new GetMetadata(null, new GetMetadataParams(file, follow, NONE)));
        commands.add(new Canonicalize(null, new CanonicalizeParams(file, NONE)));
        commands.add(new ReadDirectory(null, new ReadDirectoryParams(directory, NONE)));
        commands.add(new Walk(null, new WalkParams(directory, options, NONE)));
        commands.add(new Copy(null, new CopyParams(file, top + "/copy", false, NONE)));
        commands.add(new Copy(null, new CopyParams(top + "/loop", file + "-link", false, NONE)));
        commands.add(new Copy(null, new CopyParams(directory, top + "/tree", true, NONE)));
        commands.add(new Rename(null, new RenameParams(top + "/copy", file + "-moved", true, NONE)));
        commands.add(new Remove(null, new RemoveParams(file + "-moved", false, false, follow, NONE)));
        commands.add(new Remove(null, new RemoveParams(directory + "/a", true, true, follow, NONE)));
        commands.add(new Remove(null, new RemoveParams(directory, false, false, follow, NONE)));
        return commands;
    }

    private void tryIt(Command command) {
        try {
            files.run(command);
        } catch (ExecbusException e) {
            // It was to be seen how it fails.
        }
    }

    private void openFiles() {
        for (OpenMode mode : OpenMode.values()) {
            for (String name : List.of("/file", "/directory", "/missing/x")) {
                try (OpenFile file = files.open(new OpenParams("", top + name, mode, NONE))) {
                    file.write(0, SOMETHING);
                    file.read(0, 1);
                } catch (ExecbusException e) {
                    // As above.
                }
            }
        }
    }
}

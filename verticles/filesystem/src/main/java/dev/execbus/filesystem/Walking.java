package dev.execbus.filesystem;

import dev.execbus.filesystem.FileStatus.Kind;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.FileMethods.WalkOptions;
import dev.execbus.protocol.FileMethods.WalkParams;
import dev.execbus.protocol.FileMethods.WalkResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Lists trees. Blocks. */
final class Walking {
    private static final int DEEPEST = 64;
    private static final int MOST_DIRECTORIES = 10_000;
    private static final int MOST_ENTRIES = 50_000;

    WalkResponse walk(WalkParams params) throws IOException {
        WalkOptions options = params.options();
        check(options);
        Path top = NativePath.of(params.path());
        FileStatus status = FileStatus.of(top);
        if (status.kind() != Kind.DIRECTORY || (!options.followDirectorySymlinks() && isLink(top))) {
            return new WalkResponse(List.of(), List.of(), false);
        }
        return new TreeWalk(options).from(top, status.key());
    }

    private static boolean isLink(Path path) throws IOException {
        return FileStatus.ofName(path).kind() == Kind.LINK;
    }

    private static void check(WalkOptions options) {
        if (options.maxDirectories() == 0 || options.maxEntries() == 0) {
            throw ExecbusException.invalidRequest("filesystem walk limits must be greater than zero");
        }
        if (options.maxDepth() > DEEPEST
                || options.maxDirectories() > MOST_DIRECTORIES
                || options.maxEntries() > MOST_ENTRIES) {
            throw ExecbusException.invalidRequest("filesystem walk limits exceed maximums: depth=" + DEEPEST
                    + ", directories=" + MOST_DIRECTORIES + ", entries=" + MOST_ENTRIES);
        }
    }
}

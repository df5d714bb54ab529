package dev.execbus.filesystem;

import dev.execbus.filesystem.GuardedName.Intent;
import dev.execbus.filesystem.GuardedNames.Links;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Looks whether a copy of a tree would make a guarded name inside its destination, before anything is copied. Thread-safe;
 * blocks.
 */
record GuardedTrees(GuardedNames names) {
    /** A directory of the source, and the one of the destination that it is going to be merged into. */
    private record Pair(Path source, Path destination) {}

    /** Looks only where the destination is there already: in a directory that is yet to be made, nothing is guarded. */
    void refuseMerge(Path source, Path destination) {
        Deque<Pair> pending = new ArrayDeque<>();
        pending.push(new Pair(source, destination));
        while (!pending.isEmpty()) {
            Pair pair = pending.pop();
            Path real = realDirectory(pair.destination());
            if (real != null) {
                refuseChildren(pair.source(), real, pending);
            }
        }
    }

    /** What cannot be read is left to the copy to complain about. */
    private void refuseChildren(Path source, Path destination, Deque<Pair> pending) {
        try (DirectoryStream<Path> children = Files.newDirectoryStream(source)) {
            for (Path child : children) {
                Path name = child.getFileName();
                Optional<GuardedName> hit = names.from(destination, name, Links.FOLLOWED);
                if (hit.isPresent()) {
                    throw hit.get().refusal(Intent.TARGET);
                }
                if (Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
                    pending.push(new Pair(child, destination.resolve(name)));
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // As said above.
        }
    }

    /** Null for what is none. */
    private static Path realDirectory(Path path) {
        try {
            Path real = path.toRealPath();
            return Files.isDirectory(real) ? real : null;
        } catch (IOException e) {
            return null;
        }
    }
}

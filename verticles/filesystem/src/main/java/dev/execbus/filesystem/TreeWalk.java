package dev.execbus.filesystem;

import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.FileMethods.WalkEntry;
import dev.execbus.protocol.FileMethods.WalkError;
import dev.execbus.protocol.FileMethods.WalkOptions;
import dev.execbus.protocol.FileMethods.WalkResponse;
import dev.execbus.protocol.PathUri;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** One walk: breadth first, each directory's names in the order of their bytes. For one thread. */
final class TreeWalk {
    /** So that the answer fits into a frame, whatever the names are. */
    private static final int LONGEST_ANSWER = 8 << 20;

    /** What an entry takes in the answer beside its path. */
    private static final int OVERHEAD = 40;

    private static final String SCHEME = "file://";

    /** A directory still to be read; its URI without a slash at the end. */
    private record Pending(Path path, String uri, int depth) {}

    private final WalkOptions options;
    private final Deque<Pending> pending = new ArrayDeque<>();
    private final Set<Object> entered = new HashSet<>();
    private final List<WalkEntry> entries = new ArrayList<>();
    private final List<WalkError> errors = new ArrayList<>();
    private int directories;
    private int seen;
    private int answer;
    private boolean truncated;
    private boolean stopped;

    TreeWalk(WalkOptions options) {
        this.options = options;
    }

    /** @param key the directory's own, by which it is known under another name */
    WalkResponse from(Path top, Object key) {
        String uri = top.getNameCount() == 0 ? SCHEME : PathUri.encode(NativePath.bytes(top));
        enter(new Pending(top, uri, 0), key);
        while (!pending.isEmpty() && !stopped) {
            read(pending.poll());
        }
        return new WalkResponse(entries, errors, truncated);
    }

    private void read(Pending directory) {
        try {
            for (Path child : sorted(directory.path())) {
                look(child, directory);
                if (stopped) {
                    return;
                }
            }
        } catch (IOException e) {
            tell(directory.uri().equals(SCHEME) ? SCHEME + "/" : directory.uri(), FileFailures.of(e));
        }
    }

    /** Siblings differ in their names only, and the paths of this system compare by their bytes. */
    private static List<Path> sorted(Path directory) throws IOException {
        List<Path> children = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            stream.forEach(children::add);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        Collections.sort(children);
        return children;
    }

    private void look(Path path, Pending parent) {
        BasicFileAttributes attributes;
        boolean link;
        try {
            attributes = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            link = attributes.isSymbolicLink();
            if (link) {
                attributes = Files.readAttributes(path, BasicFileAttributes.class);
            }
        } catch (IOException e) {
            // Gone meanwhile, or a link that leads nowhere: no listing shows it, and no limit counts it.
            return;
        }
        if (seen == options.maxEntries()) {
            truncated = true;
            stopped = true;
            return;
        }
        seen++;
        String name = NativePath.fileName(path);
        String uri = parent.uri() + PathUri.encode("/" + name).substring(SCHEME.length());
        if (name.indexOf('\uFFFD') >= 0 && !NativePath.isText(path)) {
            // Nobody could ask for it by this name.
            tell(uri, Errno.ENOENT.failure());
        } else if (attributes.isDirectory() && (!link || options.followDirectorySymlinks())) {
            add(new WalkEntry(uri, WalkEntry.DIRECTORY));
            boolean pruned = options.pruneHiddenDirectories() && name.startsWith(".");
            if (parent.depth() < options.maxDepth() && !pruned) {
                enter(new Pending(path, uri, parent.depth() + 1), attributes.fileKey());
            }
        } else if (attributes.isRegularFile() && !link) {
            add(new WalkEntry(uri, WalkEntry.FILE));
        }
    }

    /** Without links, a directory has one name; what is mounted twice is shown twice, as by the peer. */
    private void enter(Pending directory, Object key) {
        if (options.followDirectorySymlinks() && !entered.add(key)) {
            return;
        }
        if (directories == options.maxDirectories()) {
            truncated = true;
        } else {
            directories++;
            pending.add(directory);
        }
    }

    private void add(WalkEntry entry) {
        if (fits(entry.path().length())) {
            entries.add(entry);
        }
    }

    private void tell(String uri, ExecbusException failure) {
        if (fits(uri.length() + failure.getMessage().length())) {
            errors.add(new WalkError(uri, failure.getMessage()));
        }
    }

    private boolean fits(int length) {
        if (answer + length + OVERHEAD > LONGEST_ANSWER) {
            truncated = true;
            stopped = true;
            return false;
        }
        answer += length + OVERHEAD;
        return true;
    }
}

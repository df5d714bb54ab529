package dev.execbus.filesystem;

import dev.execbus.sandbox.FileConfinement.Guarded;
import dev.execbus.sandbox.FileConfinement.Place;
import dev.execbus.sandbox.FileIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds out whether a path leads to a name that must not come into being, whatever links it takes. Thread-safe; blocks.
 * It looks before something is done: between the two, a path can be made to lead elsewhere.
 */
final class GuardedNames {
    /** As many as Linux follows in one path. */
    private static final int MOST_LINKS = 40;

    /** In a directory, whatever it is called. */
    private record Key(FileIdentity directory, String name) {}

    private final Map<Key, Guarded> byKey = new HashMap<>();
    private final Set<String> names = new HashSet<>();
    private final List<Path> locations = new ArrayList<>();

    /** @param places where the directories of the names are, free of links */
    GuardedNames(List<Guarded> guarded, List<Place> places) {
        for (Guarded each : guarded) {
            byKey.put(new Key(each.directory(), each.name()), each);
            names.add(each.name());
            for (Place place : places) {
                if (place.identity().equals(each.directory())) {
                    Path directory = NativePath.of(place.path());
                    locations.add(
                            directory.resolve(NativePath.of("/" + each.name()).getFileName()));
                }
            }
        }
    }

    boolean isEmpty() {
        return names.isEmpty();
    }

    /** The names where they would be. */
    List<Path> locations() {
        return locations;
    }

    /** Whether the last name of the path is guarded somewhere. */
    boolean endWith(Path path) {
        return path.getFileName() != null && names.contains(path.getFileName().toString());
    }

    /** Whether any name of the path is guarded somewhere. */
    boolean areIn(Path path) {
        for (Path name : path) {
            if (names.contains(name.toString())) {
                return true;
            }
        }
        return false;
    }

    /** Whether a name is guarded in a directory that is open, and so cannot be swapped any more. */
    boolean isGuarded(SecureDirectoryStream<Path> directory, Path name) throws IOException {
        if (!names.contains(name.toString())) {
            return false;
        }
        Object key = directory
                .getFileAttributeView(BasicFileAttributeView.class)
                .readAttributes()
                .fileKey();
        for (Path location : locations) {
            if (location.getFileName().equals(name)
                    && FileStatus.of(location.getParent()).key().equals(key)) {
                return true;
            }
        }
        return false;
    }

    /** Follows links. */
    static FileIdentity identity(Path path) throws IOException {
        Map<String, Object> attributes = Files.readAttributes(path, "unix:dev,ino");
        return new FileIdentity((Long) attributes.get("dev"), (Long) attributes.get("ino"));
    }

    /** What links lead to. */
    enum Links {
        /** All are followed. */
        FOLLOWED,
        /** All but one at the end of the path. */
        FOLLOWED_TO_THE_LAST,
        /** A link ends the way. */
        REFUSED
    }

    /** The first guarded name on the way, as the kernel walks it. */
    Optional<GuardedName> on(Path absolute, Links links) {
        return names.isEmpty() ? Optional.empty() : from(absolute.getRoot(), absolute, links);
    }

    /** The same for a path below a directory that is known to be no link and to be reached without one. */
    Optional<GuardedName> from(Path directory, Path path, Links links) {
        Path at = directory;
        Deque<Path> rest = new ArrayDeque<>();
        path.forEach(rest::addLast);
        int followed = 0;
        while (!rest.isEmpty()) {
            Path name = rest.pop();
            String text = name.toString();
            if (text.isEmpty() || text.equals(".")) {
                continue;
            }
            if (text.equals("..")) {
                at = at.getParent() == null ? at : at.getParent();
                continue;
            }
            Path next = at.resolve(name);
            Optional<Guarded> guarded = guarded(at, text);
            if (guarded.isPresent()) {
                return Optional.of(new GuardedName(guarded.get(), next, !rest.isEmpty()));
            }
            Path target = target(next);
            if (target == null) {
                at = next;
            } else if (links == Links.REFUSED || (links == Links.FOLLOWED_TO_THE_LAST && rest.isEmpty())) {
                return Optional.empty();
            } else if (++followed > MOST_LINKS) {
                return Optional.empty();
            } else {
                at = target.isAbsolute() ? target.getRoot() : at;
                pushAll(target, rest);
            }
        }
        return Optional.empty();
    }

    private static void pushAll(Path names, Deque<Path> rest) {
        for (int i = names.getNameCount() - 1; i >= 0; i--) {
            rest.push(names.getName(i));
        }
    }

    /**
     * Null for what is no link. What is not there has nothing below it, and so no name that is guarded; going on is of
     * no harm.
     */
    private static Path target(Path path) {
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return attributes.isSymbolicLink() ? Files.readSymbolicLink(path) : null;
        } catch (IOException e) {
            return null;
        }
    }

    private Optional<Guarded> guarded(Path directory, String name) {
        if (!names.contains(name)) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(byKey.get(new Key(identity(directory), name)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}

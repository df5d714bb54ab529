package dev.execbus.sandbox;

import dev.execbus.protocol.SandboxEntry;
import dev.execbus.protocol.SandboxEntry.Access;
import dev.execbus.protocol.SandboxParams;
import dev.execbus.protocol.SandboxParams.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * The plans of file operations, of which there is one before each call: kept as long as the disk answers as it did. What
 * belongs to the system, and the server's own files, are asked for again only after a while, unless the policy opens
 * something there to be written. Thread-safe.
 */
final class FilePlans {
    private static final Duration SETTLED = Duration.ofSeconds(1);
    private static final int MOST = 256;

    private record Key(SandboxParams policy, List<String> readable) {}

    private record Plan(FileConfinement confinement, AskedFiles files, long madeAt) {}

    private final List<String> system;
    private final LongSupplier clock;
    private final ConcurrentHashMap<Key, Plan> plans = new ConcurrentHashMap<>();

    /**
     * @param system directories that nobody confined changes
     * @param clock nanoseconds
     */
    FilePlans(List<String> system, LongSupplier clock) {
        this.system = List.copyOf(system);
        this.clock = clock;
    }

    /** The same object as before while nothing has changed. */
    FileConfinement get(
            SandboxParams policy, List<String> readable, FileView files, Function<FileView, FileConfinement> making) {
        Key key = new Key(policy, readable);
        Plan kept = plans.get(key);
        long now = clock.getAsLong();
        if (kept != null
                && now - kept.madeAt() < SETTLED.toNanos()
                && kept.files().hold()) {
            return kept.confinement();
        }
        AskedFiles asked = new AskedFiles(files, settled(policy, readable));
        FileConfinement made = making.apply(asked);
        // An equal one keeps its identity: comparing two long ones costs more than making one.
        FileConfinement confinement = kept != null && kept.confinement().equals(made) ? kept.confinement() : made;
        if (plans.size() >= MOST) {
            plans.clear();
        }
        plans.put(key, new Plan(confinement, asked, now));
        return confinement;
    }

    private Predicate<String> settled(SandboxParams policy, List<String> readable) {
        if (writesSomewhereIn(policy, system) || writesSomewhereIn(policy, readable)) {
            return path -> false;
        }
        return path -> isWithinOne(path, system) || isWithinOne(path, readable);
    }

    private static boolean writesSomewhereIn(SandboxParams policy, List<String> places) {
        return policy.files() instanceof Files.Restricted some
                && some.entries().stream()
                        .filter(entry -> entry.access() == Access.WRITE)
                        .anyMatch(entry -> meets(entry, policy, places));
    }

    private static boolean meets(SandboxEntry entry, SandboxParams policy, List<String> places) {
        return switch (entry.place()) {
            case SandboxEntry.Place.AbsolutePath absolute -> meets(absolute.path(), places);
            case SandboxEntry.Place.Workspace workspace ->
                policy.workspaceRoots().stream().anyMatch(root -> meets(root, places));
            case SandboxEntry.Place.SlashTmp tmp -> meets("/tmp", places);
            case SandboxEntry.Place.TemporaryDirectory tmpdir -> false;
            case SandboxEntry.Place.Minimal minimal -> true;
            case SandboxEntry.Place.Glob glob -> false;
            case SandboxEntry.Place.Unknown unknown -> false;
        };
    }

    /** By name only: a link elsewhere that leads there is somebody else's file, and is asked for each time. */
    private static boolean meets(String path, List<String> places) {
        List<String> above = List.of(path);
        return isWithinOne(path, places) || places.stream().anyMatch(place -> isWithinOne(place, above));
    }

    private static boolean isWithinOne(String path, List<String> places) {
        for (String place : places) {
            if (isWithin(path, place)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isWithin(String path, String place) {
        return path.startsWith(place)
                && (path.length() == place.length() || place.equals("/") || path.charAt(place.length()) == '/');
    }
}

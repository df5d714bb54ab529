package dev.execbus.filesystem;

import dev.execbus.filesystem.MountTable.Mounted;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What was to be mounted, against what is: while mounts are made, a link in the place of a directory leads one to where
 * nothing may be written, and afterwards the directory can be back. Blocks.
 */
record PlannedMounts(List<String> points) {
    /** Some machines let nobody mount it anew, and the root is planned as what it is already. */
    private static final Set<String> NOT_EVERYWHERE = Set.of("/", "/proc");

    PlannedMounts {
        points = points.stream().map(PlannedMounts::bytes).toList();
    }

    /** As a {@link MountTable} has it. */
    private static String bytes(String path) {
        return new String(path.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /** True where nothing was planned, or where the system does not tell. */
    boolean areKept() throws IOException {
        if (points.isEmpty()) {
            return true;
        }
        MountTable table = MountPoints.table();
        if (!lacking(table).isEmpty()) {
            return false;
        }
        for (String stray : strays(table)) {
            if (isReachable(stray)) {
                return false;
            }
        }
        return true;
    }

    /** Writable mounts where none was planned. */
    List<String> strays(MountTable table) {
        List<String> strays = new ArrayList<>();
        for (Mounted each : table.visible()) {
            if (!each.readOnly() && points.stream().noneMatch(each::isWithin)) {
                strays.add(each.point());
            }
        }
        return strays;
    }

    /** What was planned and is not there, so that nothing covers the place. */
    List<String> lacking(MountTable table) {
        Set<String> visible = new HashSet<>();
        table.visible().forEach(each -> visible.add(each.point()));
        return points.stream()
                .filter(point -> !NOT_EVERYWHERE.contains(point) && !visible.contains(point))
                .toList();
    }

    /** Bubblewrap cannot make read-only what its user cannot get at, and has no need to. */
    private static boolean isReachable(String point) {
        try {
            Path path = NativePath.of(point.getBytes(StandardCharsets.ISO_8859_1));
            Files.readAttributes(path, BasicFileAttributes.class);
            return true;
        } catch (AccessDeniedException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }
}

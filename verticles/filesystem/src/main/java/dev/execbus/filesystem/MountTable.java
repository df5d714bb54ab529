package dev.execbus.filesystem;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What /proc/self/mountinfo says. Paths have one character for each byte, as ISO 8859-1 reads them: names need not be
 * text.
 */
record MountTable(List<Mounted> all) {
    private static final int ID = 0;
    private static final int PARENT = 1;
    private static final int POINT = 4;
    private static final int OPTIONS = 5;
    private static final List<String> NONE = List.of();

    /**
     * @param parent the id of the mount that it lies on; one that is not in the table for the root
     * @param readOnly whether this mount says so, whatever the file system behind it says
     */
    record Mounted(String id, String parent, String point, boolean readOnly) {
        boolean isWithin(String directory) {
            return point.equals(directory) || point.startsWith(directory.equals("/") ? "/" : directory + "/");
        }
    }

    MountTable {
        all = List.copyOf(all);
    }

    /** Lines that are none of such a table are left out. */
    static MountTable parse(List<String> lines) {
        List<Mounted> all = new ArrayList<>();
        for (String line : lines) {
            String[] fields = line.split(" ", -1);
            if (fields.length > OPTIONS) {
                boolean readOnly = List.of(fields[OPTIONS].split(",", -1)).contains("ro");
                all.add(new Mounted(fields[ID], fields[PARENT], unescaped(fields[POINT]), readOnly));
            }
        }
        return new MountTable(all);
    }

    /** Blanks and the like are three octal digits behind a backslash. */
    private static String unescaped(String field) {
        StringBuilder text = new StringBuilder(field.length());
        for (int i = 0; i < field.length(); i++) {
            if (field.charAt(i) == '\\' && i + 3 < field.length()) {
                text.append((char) Integer.parseInt(field.substring(i + 1, i + 4), 8));
                i += 3;
            } else {
                text.append(field.charAt(i));
            }
        }
        return text.toString();
    }

    /** Those that a path can lead to: others lie below something that was mounted later. */
    List<Mounted> visible() {
        Map<String, Mounted> byId = new HashMap<>();
        Map<String, List<String>> pointsOn = new HashMap<>();
        for (Mounted each : all) {
            byId.put(each.id(), each);
            pointsOn.computeIfAbsent(each.parent(), parent -> new ArrayList<>()).add(each.point());
        }
        return all.stream().filter(each -> !isHidden(each, byId, pointsOn)).toList();
    }

    private static boolean isHidden(Mounted mounted, Map<String, Mounted> byId, Map<String, List<String>> pointsOn) {
        if (pointsOn.getOrDefault(mounted.id(), NONE).contains(mounted.point())) {
            return true;
        }
        Mounted at = mounted;
        // No chain of parents is longer than the table.
        for (int i = 0; at != null && i <= byId.size(); i++) {
            for (String beside : pointsOn.getOrDefault(at.parent(), NONE)) {
                if (!beside.equals(at.point()) && at.isWithin(beside) && byId.containsKey(at.parent())) {
                    return true;
                }
            }
            at = byId.get(at.parent());
        }
        return false;
    }
}

package dev.execbus.sandbox;

import java.util.ArrayList;
import java.util.List;

/** Absolute paths as text; nothing here looks at a disk. */
final class PathText {
    private PathText() {}

    /** Without empty, {@code .} and {@code ..} names. */
    static String normalize(String path) {
        List<String> names = new ArrayList<>();
        for (String name : path.split("/", -1)) {
            if (name.equals("..")) {
                if (!names.isEmpty()) {
                    names.removeLast();
                }
            } else if (!name.isEmpty() && !name.equals(".")) {
                names.add(name);
            }
        }
        return "/" + String.join("/", names);
    }

    static String child(String directory, String name) {
        return directory.equals("/") ? "/" + name : directory + "/" + name;
    }

    /** Of a path other than the root. */
    static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash <= 0 ? "/" : path.substring(0, slash);
    }

    static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** Whether a path is this directory or lies somewhere in it. */
    static boolean isWithin(String path, String directory) {
        return path.equals(directory) || isBelow(path, directory);
    }

    static boolean isBelow(String path, String directory) {
        return path.startsWith(sortKey(directory)) && !path.equals(directory);
    }

    /** Sorted by these, everything in a directory follows it directly. */
    static String sortKey(String path) {
        return path.equals("/") ? "/" : path + "/";
    }
}

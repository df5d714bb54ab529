package dev.execbus.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Every name below a folder with what is there: type, permissions, time of change, contents or target. Of the folder
 * itself only the names in it count.
 */
record DiskSnapshot(SortedMap<String, String> names) {

    static DiskSnapshot of(Path folder) {
        SortedMap<String, String> names = new TreeMap<>();
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
                    return path.equals(folder) ? FileVisitResult.CONTINUE : visitFile(path, attributes);
                }

                @Override
                public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
                    names.put(folder.relativize(path).toString(), described(path));
                    return FileVisitResult.CONTINUE;
                }

                /** Gone meanwhile, which is something else than never there. */
                @Override
                public FileVisitResult visitFileFailed(Path path, IOException failure) {
                    names.put(folder.relativize(path).toString(), "unreadable " + failure);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new DiskSnapshot(names);
    }

    private static String described(Path path) {
        try {
            if (Files.isSymbolicLink(path)) {
                return "link to " + Files.readSymbolicLink(path);
            }
            Map<String, Object> status =
                    Files.readAttributes(path, "posix:permissions,lastModifiedTime", LinkOption.NOFOLLOW_LINKS);
            String marks = PosixFilePermissions.toString(Files.getPosixFilePermissions(path)) + " "
                    + status.get("lastModifiedTime");
            if (Files.isDirectory(path)) {
                return "directory " + marks;
            }
            return Files.isRegularFile(path) ? "file " + marks + " " + contents(path) : "special " + marks;
        } catch (IOException e) {
            return "unreadable " + e;
        }
    }

    /** The length and, since some files are long and secret, only the digest of what they hold. */
    private static String contents(Path path) throws IOException {
        byte[] bytes = Files.readAllBytes(path);
        MessageDigest digest = Numbers.digest();
        return bytes.length + " bytes " + HexFormat.of().formatHex(digest.digest(bytes), 0, 8);
    }

    /** Where directories may have been used for something that is gone again. */
    DiskSnapshot withoutDirectoryTimes(String name) {
        SortedMap<String, String> same = new TreeMap<>(names);
        same.replaceAll((path, described) -> described.startsWith("directory") && isIn(name, path)
                ? described.substring(0, "directory rwxrwxrwx".length())
                : described);
        return new DiskSnapshot(same);
    }

    /** What is not as it was, in words. */
    List<String> changesSince(DiskSnapshot before) {
        SortedSet<String> all = new TreeSet<>(names.keySet());
        all.addAll(before.names.keySet());
        return all.stream()
                .filter(name -> !Objects.equals(names.get(name), before.names.get(name)))
                .map(name -> name + " was " + before.names.get(name) + " and is " + names.get(name))
                .toList();
    }

    /** Without a name and all below it. */
    DiskSnapshot without(String name) {
        SortedMap<String, String> left = new TreeMap<>(names);
        left.keySet().removeIf(path -> isIn(name, path));
        return new DiskSnapshot(left);
    }

    /** Only a name and all below it. */
    DiskSnapshot only(String name) {
        SortedMap<String, String> kept = new TreeMap<>(names);
        kept.keySet().removeIf(path -> !isIn(name, path));
        return new DiskSnapshot(kept);
    }

    private static boolean isIn(String name, String path) {
        return path.equals(name) || path.startsWith(name + "/");
    }
}

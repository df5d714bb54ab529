package dev.execbus.transport;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The console's files, which the build puts into a folder of the class path. What was asked for once stays in memory: there
 * are a few, and they are small. Safe on any thread.
 */
final class ConsoleFiles {
    static final String INDEX = "index.html";

    /** No name can lead out of the folder: none of its parts begins with a dot, and nothing is decoded. */
    private static final Pattern NAME =
            Pattern.compile("(?:[A-Za-z0-9_-][A-Za-z0-9._-]*/){0,8}[A-Za-z0-9_-][A-Za-z0-9._-]*");

    /** Whatever ends otherwise is not served, so that a folder is not, either. */
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "json", "application/json",
            "webmanifest", "application/manifest+json",
            "map", "application/json",
            "svg", "image/svg+xml",
            "png", "image/png",
            "woff2", "font/woff2",
            "txt", "text/plain; charset=utf-8");

    private final ClassLoader classPath;
    private final String folder;
    private final Map<String, ConsoleFile> known = new ConcurrentHashMap<>();

    private ConsoleFiles(ClassLoader classPath, String folder) {
        this.classPath = classPath;
        this.folder = folder;
    }

    /** @param folder with no slash around it */
    static ConsoleFiles in(String folder) {
        return new ConsoleFiles(ConsoleFiles.class.getClassLoader(), folder);
    }

    /** Null unless it is in memory. */
    ConsoleFile known(String name) {
        return known.get(name);
    }

    /** Empty when there is none. Reads it if it must, so it may block. */
    Optional<ConsoleFile> find(String name) throws IOException {
        String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        if (type == null || !NAME.matcher(name).matches()) {
            return Optional.empty();
        }
        try (InputStream in = classPath.getResourceAsStream(folder + "/" + name)) {
            if (in == null) {
                return Optional.empty();
            }
            ConsoleFile file = ConsoleFile.of(in.readAllBytes(), type);
            known.put(name, file);
            return Optional.of(file);
        }
    }
}

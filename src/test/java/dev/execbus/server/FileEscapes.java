package dev.execbus.server;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Every way out of the workspace, tried by every call that could take it. Each of them has to be refused. */
final class FileEscapes {
    /** Leads to the folder {@code out}. */
    private static final List<String> WAYS = List.of(
            "out",
            "ws/../out",
            "ws/..%2Fout",
            "ws/%2e%2e/out",
            "ws/lout",
            "ws/labsolute",
            "ws/chain1",
            "ws/lup/out",
            "ws/lslash{R}/out",
            "ws/lproc{R}/out",
            "/proc/1/root{R}/out",
            "/proc/self/root{R}/out",
            "/proc/" + ProcessHandle.current().pid() + "/root{R}/out");

    private static final AtomicInteger HANDLES = new AtomicInteger();
    private static final String DATA = "VHJvamFu";
    private static final JsonObject WALK = new JsonObject()
            .put("maxDepth", 3)
            .put("maxDirectories", 100)
            .put("maxEntries", 1000)
            .put("followDirectorySymlinks", true);

    private FileEscapes() {}

    static Stream<FileEscape> changes() {
        return Stream.concat(
                WAYS.stream().flatMap(FileEscapes::changesIn),
                Stream.of("ws/lsecret", "ws/fchain1", "ws/ldangling", "ws/ldanglingabsolute")
                        .flatMap(FileEscapes::changesThrough));
    }

    private static Stream<FileEscape> changesIn(String way) {
        return Stream.concat(
                Stream.of(way + "/new", way + "/secret").flatMap(FileEscapes::writes),
                Stream.of(
                        directory(way + "/newdir"),
                        directory(way + "/newdir/below"),
                        directory(way + "/newdir").with("recursive", false),
                        directory(way + "/newdir").with("recursive", false).with("followSymlinks", false),
                        copy("ws/a", way + "/new"),
                        copy("ws/src", way + "/newdir"),
                        copy("ws/tree", way),
                        copy("ws/lgit", way + "/newlink"),
                        removal(way + "/secret"),
                        removal(way + "/vault"),
                        removal(way + "/empty").with("recursive", false),
                        removal(way + "/secret").with("recursive", false).with("followSymlinks", false),
                        FileEscape.between("fs/rename", way + "/secret", "ws/stolen"),
                        FileEscape.between("fs/rename", way + "/vault", "ws/stolen"),
                        FileEscape.between("fs/rename", "ws/a", way + "/new"),
                        FileEscape.between("fs/rename", "ws/src", way + "/newdir"),
                        FileEscape.between("fs/rename", "ws/a", way + "/secret").with("replace", true),
                        FileEscape.between("fs/rename", "ws/src/deep", way + "/empty")
                                .with("replace", true)));
    }

    /** A link in the last place. */
    private static Stream<FileEscape> changesThrough(String link) {
        return Stream.of(written(link), opened(link, "replace"), copy("ws/a", link), directory(link + "/below"));
    }

    /** All that write a file under a name. */
    static Stream<FileEscape> writes(String path) {
        return Stream.of(
                written(path),
                written(path).with("followSymlinks", false),
                written(path).with("atomic", true),
                opened(path, "replace"),
                copy("ws/a", path));
    }

    static Stream<FileEscape> reads() {
        return Stream.concat(
                WAYS.stream().flatMap(FileEscapes::readsIn),
                Stream.of("ws/lsecret", "ws/fchain1").flatMap(FileEscapes::readsOf));
    }

    private static Stream<FileEscape> readsIn(String way) {
        return Stream.concat(
                readsOf(way + "/secret"),
                Stream.of(
                        FileEscape.of("fs/readDirectory", way),
                        FileEscape.of("fs/readDirectory", way + "/vault"),
                        walk(way + "/vault"),
                        copy(way + "/vault", "ws/stolen"),
                        FileEscape.between("fs/rename", way + "/vault", "ws/stolen")));
    }

    /** All that tell something of a file. */
    private static Stream<FileEscape> readsOf(String path) {
        return Stream.of(
                FileEscape.of("fs/readFile", path),
                FileEscape.of("fs/readFile", path).with("followSymlinks", false),
                opened(path, "read"),
                FileEscape.of("fs/getMetadata", path),
                FileEscape.of("fs/getMetadata", path).with("followSymlinks", false),
                FileEscape.of("fs/canonicalize", path));
    }

    static FileEscape written(String path) {
        return FileEscape.of("fs/writeFile", path).with("dataBase64", DATA);
    }

    static FileEscape opened(String path, String mode) {
        return FileEscape.of("fs/open", path).with("mode", mode).with("handleId", "h" + HANDLES.incrementAndGet());
    }

    static FileEscape directory(String path) {
        return FileEscape.of("fs/createDirectory", path);
    }

    /** One that is not content with a name that is not there. */
    static FileEscape removal(String path) {
        return FileEscape.of("fs/remove", path).with("force", false);
    }

    static FileEscape copy(String source, String destination) {
        return FileEscape.between("fs/copy", source, destination).with("recursive", true);
    }

    static FileEscape walk(String path) {
        return FileEscape.of("fs/walk", path).with("options", WALK);
    }
}

package dev.execbus.filesystem;

import static dev.execbus.filesystem.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.FileMethods.WalkEntry;
import dev.execbus.protocol.FileMethods.WalkError;
import dev.execbus.protocol.FileMethods.WalkOptions;
import dev.execbus.protocol.FileMethods.WalkParams;
import dev.execbus.protocol.FileMethods.WalkResponse;
import dev.execbus.protocol.SandboxParams;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class WalkingTest {
    private static final WalkOptions ALL = new WalkOptions(64, 10_000, 50_000, false, false);
    private static final WalkOptions FOLLOWING = new WalkOptions(64, 10_000, 50_000, true, false);

    private final Walking walking = new Walking();

    @TempDir
    private Path top;

    @Test
    void listsLevelByLevelInTheOrderOfBytesWithoutLinksAndSpecials() throws IOException {
        makeTree();

        assertThat(walk("w", ALL))
                .isEqualTo(answer(
                        directory("w/.hid"),
                        directory("w/a"),
                        file("w/f1"),
                        file("w/.hid/h"),
                        directory("w/a/b"),
                        file("w/a/f2"),
                        file("w/a/b/f3")));
    }

    @Test
    void endsAtTheDepthAndPrunesHiddenDirectories() throws IOException {
        makeTree();

        assertThat(walk("w", new WalkOptions(0, 10, 100, false, false)))
                .isEqualTo(answer(directory("w/.hid"), directory("w/a"), file("w/f1")));
        assertThat(walk("w", new WalkOptions(9, 10, 100, false, true)))
                .isEqualTo(answer(
                        directory("w/.hid"),
                        directory("w/a"),
                        file("w/f1"),
                        directory("w/a/b"),
                        file("w/a/f2"),
                        file("w/a/b/f3")));
        assertThat(walk("w/.hid", new WalkOptions(9, 10, 100, false, true))).isEqualTo(answer(file("w/.hid/h")));
    }

    @Test
    void tellsWhenALimitCutsIt() throws IOException {
        makeTree();

        // Links that lead somewhere count, though they are not shown.
        assertThat(walk("w", new WalkOptions(9, 10, 4, false, false)))
                .isEqualTo(new WalkResponse(
                        List.of(directory("w/.hid"), directory("w/a"), file("w/f1")), List.of(), true));
        assertThat(walk("w", new WalkOptions(0, 1, 5, false, false)).truncated())
                .isFalse();
        assertThat(walk("w", new WalkOptions(9, 2, 100, false, false)))
                .isEqualTo(new WalkResponse(
                        List.of(directory("w/.hid"), directory("w/a"), file("w/f1"), file("w/.hid/h")),
                        List.of(),
                        true));
    }

    @Test
    void entersEachRealDirectoryOnceWhenItFollowsLinks() throws IOException {
        Files.createDirectories(top.resolve("w/b"));
        Files.writeString(top.resolve("w/b/f"), "");
        Files.createSymbolicLink(top.resolve("w/a"), Path.of("b"));
        Files.createSymbolicLink(top.resolve("w/b/up"), Path.of(".."));
        Files.createSymbolicLink(top.resolve("w/lf"), Path.of("b/f"));
        Files.createSymbolicLink(top.resolve("l"), Path.of("w"));

        assertThat(walk("w", FOLLOWING))
                .isEqualTo(answer(directory("w/a"), directory("w/b"), file("w/a/f"), directory("w/a/up")));
        assertThat(walk("l", FOLLOWING).entries()).hasSize(4);
        assertThat(walk("l", ALL)).isEqualTo(answer());
    }

    @Test
    void tellsNamesThatNobodyCanAskFor() throws IOException {
        Files.createDirectory(top.resolve("w"));
        Path bad = Path.of(URI.create("file://" + top + "/w/bad%FF"));
        Files.createDirectory(bad);
        Files.writeString(NativePath.of(top + "/w/é ü"), "");

        assertThat(walk("w", ALL))
                .isEqualTo(new WalkResponse(
                        List.of(file("w/%C3%A9%20%C3%BC")),
                        List.of(new WalkError("file://" + top + "/w/bad%EF%BF%BD", Refusals.NOT_FOUND)),
                        false));
    }

    @Test
    void answersForWhatIsNoDirectory() throws IOException {
        Files.writeString(top.resolve("f"), "");
        Files.createSymbolicLink(top.resolve("loop"), Path.of("loop"));

        assertThat(walk("f", ALL)).isEqualTo(answer());
        assertRefused(() -> walk("nope", ALL), ErrorCode.NOT_FOUND, Refusals.NOT_FOUND);
        assertRefused(() -> walk("loop", ALL), ErrorCode.INTERNAL, Refusals.LINK_LOOP);
        assertRefused(() -> walk("f/x", ALL), ErrorCode.INTERNAL, Refusals.NOT_A_DIRECTORY);
    }

    @Test
    void checksTheLimitsBeforeThePath() {
        String zero = "filesystem walk limits must be greater than zero";
        String over = "filesystem walk limits exceed maximums: depth=64, directories=10000, entries=50000";
        refuses(new WalkOptions(0, 0, 1, false, false), zero);
        refuses(new WalkOptions(0, 1, 0, false, false), zero);
        refuses(new WalkOptions(65, 1, 1, false, false), over);
        refuses(new WalkOptions(0, 10_001, 1, false, false), over);
        refuses(new WalkOptions(0, 1, 50_001, false, false), over);
    }

    private void refuses(WalkOptions options, String message) {
        assertRefused(() -> walk("nope", options), ErrorCode.INVALID_REQUEST, message);
    }

    private void makeTree() throws IOException {
        Files.createDirectories(top.resolve("w/a/b"));
        Files.createDirectories(top.resolve("w/.hid"));
        for (String name : List.of("w/f1", "w/a/f2", "w/a/b/f3", "w/.hid/h")) {
            Files.writeString(top.resolve(name), "");
        }
        Files.createSymbolicLink(top.resolve("w/lf"), Path.of("f1"));
        Files.createSymbolicLink(top.resolve("w/x"), Path.of("nope"));
        Refusals.makeFifo(top.resolve("w/p").toString());
    }

    private WalkResponse walk(String name, WalkOptions options) throws IOException {
        return walking.walk(new WalkParams(top + "/" + name, options, SandboxParams.NONE));
    }

    private WalkEntry directory(String name) {
        return new WalkEntry("file://" + top + "/" + name, WalkEntry.DIRECTORY);
    }

    private WalkEntry file(String name) {
        return new WalkEntry("file://" + top + "/" + name, WalkEntry.FILE);
    }

    private static WalkResponse answer(WalkEntry... entries) {
        return new WalkResponse(Stream.of(entries).toList(), List.of(), false);
    }
}

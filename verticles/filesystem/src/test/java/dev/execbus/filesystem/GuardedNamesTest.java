package dev.execbus.filesystem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.filesystem.GuardedNames.Links;
import dev.execbus.sandbox.FileConfinement.Guarded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class GuardedNamesTest {
    @TempDir
    private Path temporary;

    private Path top;
    private Guarded git;
    private GuardedNames names;

    @BeforeEach
    void guardOneName() throws IOException {
        top = Files.createDirectory(temporary.toRealPath().resolve("ws"));
        Files.createDirectories(top.resolve("a/b"));
        git = new Guarded(GuardedNames.identity(top), ".git", true);
        names = new GuardedNames(List.of(git), List.of());
    }

    @Test
    void findsTheNameAndWhatIsBelowIt() {
        assertThat(on(".git")).contains(new GuardedName(git, top.resolve(".git"), false));
        assertThat(on(".git/config")).contains(new GuardedName(git, top.resolve(".git"), true));
        assertThat(on(".git/a/b")).contains(new GuardedName(git, top.resolve(".git"), true));
    }

    @Test
    void letsOtherNamesPass() {
        assertThat(on("a/.git")).isEmpty();
        assertThat(on("missing/.git")).isEmpty();
        assertThat(on(".gitignore")).isEmpty();
        assertThat(on("a/b/c/d")).isEmpty();
        assertThat(names.on(Path.of("/"), Links.FOLLOWED)).isEmpty();
        assertThat(new GuardedNames(List.of(), List.of()).on(top.resolve(".git"), Links.FOLLOWED))
                .isEmpty();
    }

    @Test
    void followsLinksAsTheKernelDoes() throws IOException {
        link("self", ".");
        link("a/up", "..");
        link("a/absolute", top.toString());
        link("dangling", ".git");
        link("a/chain", "../dangling");
        link("a/b/dots", "../../a/.././.git/x");
        Optional<GuardedName> at = Optional.of(new GuardedName(git, top.resolve(".git"), false));
        Optional<GuardedName> below = Optional.of(new GuardedName(git, top.resolve(".git"), true));

        assertThat(on("self/self/.git")).isEqualTo(at);
        assertThat(on("a/up/.git")).isEqualTo(at);
        assertThat(on("a/absolute/.git/x")).isEqualTo(below);
        assertThat(on("dangling")).isEqualTo(at);
        assertThat(on("dangling/x")).isEqualTo(below);
        assertThat(on("a/chain")).isEqualTo(at);
        assertThat(on("a/b/dots")).isEqualTo(below);
    }

    @Test
    void knowsTheDirectoryByAnyName() throws IOException {
        Path moved = Files.move(top, top.resolveSibling("renamed"));

        assertThat(names.on(moved.resolve(".git"), Links.FOLLOWED))
                .contains(new GuardedName(git, moved.resolve(".git"), false));
    }

    @Test
    void goesNoFurtherThanTheKernel() throws IOException {
        link("loop", "loop");
        link("ping", "pong/.git");
        link("pong", "ping");
        for (int i = 0; i < 41; i++) {
            link("l" + i, i == 0 ? ".git" : "l" + (i - 1));
        }

        assertThat(on("loop/.git")).isEmpty();
        assertThat(on("ping")).isEmpty();
        assertThat(on("l39")).isPresent();
        assertThat(on("l40")).isEmpty();
    }

    @Test
    void leavesLinksAloneWhereItIsTold() throws IOException {
        link("last", ".git");
        link("self", ".");

        assertThat(names.on(top.resolve("last"), Links.FOLLOWED_TO_THE_LAST)).isEmpty();
        assertThat(names.on(top.resolve("self/last"), Links.FOLLOWED_TO_THE_LAST))
                .isEmpty();
        assertThat(names.on(top.resolve("self/.git"), Links.FOLLOWED_TO_THE_LAST))
                .isPresent();
        assertThat(names.on(top.resolve("self/.git"), Links.REFUSED)).isEmpty();
        assertThat(names.on(top.resolve(".git"), Links.REFUSED)).isPresent();
    }

    private Optional<GuardedName> on(String path) {
        return names.on(top.resolve(path), Links.FOLLOWED);
    }

    private void link(String name, String target) throws IOException {
        Files.createSymbolicLink(top.resolve(name), Path.of(target));
    }
}

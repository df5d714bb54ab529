package dev.execbus.filesystem;

import static dev.execbus.filesystem.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.protocol.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TreeRemovalTest {
    @TempDir
    private Path top;

    @Test
    void doesNotGoThroughALinkThatHasTakenThePlaceOfTheTop() throws IOException {
        Files.createDirectories(top.resolve("outside"));
        Files.writeString(top.resolve("outside/keep"), "k");
        Files.createSymbolicLink(top.resolve("t"), Path.of("outside"));

        try (NoFollow place = NoFollow.above(top.resolve("t"))) {
            assertRefused(() -> new TreeRemoval(place).close(), ErrorCode.INTERNAL, Refusals.NOT_A_DIRECTORY);
        }
        assertThat(top.resolve("outside/keep")).hasContent("k");
    }

    @Test
    void removesWhatItHasOpenAndNotWhatHasTakenItsPlace() throws IOException {
        Files.createDirectories(top.resolve("p/t/a"));
        Files.createDirectories(top.resolve("other/t/keep"));

        try (NoFollow place = NoFollow.above(top.resolve("p/t"));
                TreeRemoval tree = new TreeRemoval(place)) {
            Files.move(top.resolve("p"), top.resolve("moved"));
            Files.createSymbolicLink(top.resolve("p"), Path.of("other"));
            tree.run();
        }

        assertThat(top.resolve("moved")).isEmptyDirectory();
        assertThat(top.resolve("other/t/keep")).isDirectory();
    }
}

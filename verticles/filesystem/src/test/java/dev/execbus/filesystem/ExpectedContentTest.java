package dev.execbus.filesystem;

import static dev.execbus.filesystem.FileRoom.attachment;
import static dev.execbus.filesystem.FileRoom.done;
import static dev.execbus.filesystem.Refusals.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.bus.FileService;
import dev.execbus.bus.FileService.Done;
import dev.execbus.protocol.ByteChunk;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.FileMethods.WriteFileParams;
import dev.execbus.protocol.SandboxParams;
import dev.execbus.sandbox.FileConfinement;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
@ExtendWith(VertxExtension.class)
class ExpectedContentTest {
    private static final String EXISTS = "the file exists, and was expected to be missing; nothing was written";

    private FileService files;

    @TempDir
    private Path top;

    @BeforeEach
    void deploy(Vertx vertx) throws Exception {
        files = new FileRoom(vertx, FileSettings.DEFAULTS, new FileConfinement.Direct()).files;
    }

    @Test
    void writesOnlyOverWhatIsExpected() throws Exception {
        for (boolean atomic : new boolean[] {true, false}) {
            Path file = Files.writeString(top.resolve("f"), "one");

            done(write("f", "two", sha256("one"), atomic));
            assertFails(
                    write("f", "three", sha256("one"), atomic),
                    ErrorCode.CONFLICT,
                    "the SHA-256 of the file is " + sha256("two") + ", and was expected to be " + sha256("one")
                            + "; nothing was written");

            assertThat(file).hasContent("two");
            assertFails(
                    write("nope", "x", sha256(""), atomic),
                    ErrorCode.CONFLICT,
                    "there is no such file, and its SHA-256 was expected to be " + sha256("")
                            + "; nothing was written");
            assertThat(top.resolve("nope")).doesNotExist();
        }
    }

    @Test
    void makesOnlyWhatIsMissing() throws Exception {
        Files.writeString(top.resolve("f"), "old");
        Files.createSymbolicLink(top.resolve("l"), Path.of("f"));
        for (boolean atomic : new boolean[] {true, false}) {
            String name = "new" + atomic;
            Files.createSymbolicLink(top.resolve("to-" + name), Path.of(name));

            done(write("to-" + name, "x", WriteFileParams.EXPECTED_MISSING, atomic));

            assertThat(top.resolve(name)).hasContent("x");
            for (String present : List.of("f", "l", name)) {
                assertFails(write(present, "x", WriteFileParams.EXPECTED_MISSING, atomic), ErrorCode.CONFLICT, EXISTS);
            }
            assertThat(top.resolve("f")).hasContent("old");
        }
    }

    @Test
    void letsOneOfManyWritersWin() throws Exception {
        Files.writeString(top.resolve("f"), "0");
        Files.createSymbolicLink(top.resolve("l"), Path.of("f"));
        Files.createLink(top.resolve("hard"), top.resolve("f"));
        List<String> names = List.of("f", "l", "hard");
        for (int round = 0; round < 50; round++) {
            String before = sha256(Integer.toString(round));
            List<Future<Done>> writers = new ArrayList<>();
            for (int writer = 0; writer < 9; writer++) {
                writers.add(write(names.get(writer % 3), Integer.toString(round + 1), before, false));
            }
            assertOneWins(writers);
        }
    }

    @Test
    void letsOneOfManyAtomicWritersWin() throws Exception {
        for (int round = 0; round < 50; round++) {
            List<Future<Done>> writers = new ArrayList<>();
            for (int writer = 0; writer < 8; writer++) {
                writers.add(write("f" + round, "w" + writer, WriteFileParams.EXPECTED_MISSING, true));
            }
            assertOneWins(writers);
        }
    }

    private static void assertOneWins(List<Future<Done>> writers) throws Exception {
        done(Future.join(writers).transform(all -> Future.succeededFuture()));
        assertThat(writers.stream().filter(Future::succeeded)).hasSize(1);
    }

    private Future<Done> write(String name, String content, String expected, boolean atomic) {
        return files.writeFile(new FileService.WriteFile(
                attachment(1),
                new WriteFileParams(
                        top + "/" + name, ByteChunk.utf8(content), true, SandboxParams.NONE, atomic, expected)));
    }

    private static String sha256(String content) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8)));
    }
}

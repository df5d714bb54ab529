package dev.execbus.filesystem;

import static dev.execbus.filesystem.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.FileMethods.CanonicalizeParams;
import dev.execbus.protocol.FileMethods.GetMetadataParams;
import dev.execbus.protocol.FileMethods.GetMetadataResponse;
import dev.execbus.protocol.SandboxParams;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class MetadataTest {
    private static final FileTime TIME = FileTime.from(Instant.parse("2001-02-03T04:05:06.789999Z"));

    private final Metadata metadata = new Metadata();

    @TempDir
    private Path top;

    @BeforeEach
    void makeFiles() throws IOException {
        Files.createDirectory(top.resolve("d"));
        Files.setLastModifiedTime(Files.writeString(top.resolve("f"), "hello"), TIME);
        Files.createSymbolicLink(top.resolve("l"), Path.of("f"));
        Files.createSymbolicLink(top.resolve("dl"), Path.of("d"));
        Files.createSymbolicLink(top.resolve("dangling"), Path.of("nope"));
        Files.createSymbolicLink(top.resolve("loop"), Path.of("loop"));
    }

    @Test
    void describesTheTargetAndTellsALink() throws IOException {
        long modified = Instant.parse("2001-02-03T04:05:06.789Z").toEpochMilli();
        long size = Files.size(top.resolve("d"));
        long directoryModified = Files.getLastModifiedTime(top.resolve("d")).toMillis();

        assertThat(describe("f", true)).isEqualTo(new GetMetadataResponse(false, true, false, 5, 0, modified));
        assertThat(describe("l", true)).isEqualTo(new GetMetadataResponse(false, true, true, 5, 0, modified));
        assertThat(describe("d", true))
                .isEqualTo(new GetMetadataResponse(true, false, false, size, 0, directoryModified));
        assertThat(describe("dl", true))
                .isEqualTo(new GetMetadataResponse(true, false, true, size, 0, directoryModified));
    }

    @Test
    void tellsTheBirthTimeWhenItFollowsNoLink() throws IOException {
        GetMetadataResponse described = describe("f", false);

        assertThat(described)
                .isEqualTo(new GetMetadataResponse(false, true, false, 5, described.createdAtMs(), TIME.toMillis()));
        assertThat(described.createdAtMs()).isGreaterThan(TIME.toMillis());
        assertThat(describe("d", false).isDirectory()).isTrue();
        assertThat(metadata.describe(new GetMetadataParams("/", false, SandboxParams.NONE))
                        .isDirectory())
                .isTrue();
    }

    @Test
    void showsTimesBeforeTheEpochAsUnknown() throws IOException {
        Files.setLastModifiedTime(top.resolve("f"), FileTime.fromMillis(-5000));

        assertThat(describe("f", true)).isEqualTo(new GetMetadataResponse(false, true, false, 5, 0, 0));
    }

    @Test
    void specialFilesAreNeitherFileNorDirectory() throws IOException {
        Refusals.makeFifo(top.resolve("p").toString());
        long modified = Files.getLastModifiedTime(top.resolve("p")).toMillis();

        assertThat(describe("p", true)).isEqualTo(new GetMetadataResponse(false, false, false, 0, 0, modified));
    }

    @Test
    void tellsWhatIsMissing() {
        assertRefused(() -> describe("nope", true), ErrorCode.NOT_FOUND, Refusals.NOT_FOUND);
        assertRefused(() -> describe("dangling", true), ErrorCode.NOT_FOUND, Refusals.NOT_FOUND);
        assertRefused(() -> describe("nope/x", false), ErrorCode.NOT_FOUND, Refusals.NOT_FOUND);
        assertRefused(() -> describe("loop", true), ErrorCode.INTERNAL, Refusals.LINK_LOOP);
        assertRefused(() -> describe("f/x", true), ErrorCode.INTERNAL, Refusals.NOT_A_DIRECTORY);
        assertRefused(() -> describe("f/x", false), ErrorCode.INTERNAL, Refusals.NOT_A_DIRECTORY);
    }

    @Test
    void followsNoLinkWhenToldSo() {
        assertRefused(() -> describe("l", false), ErrorCode.INVALID_REQUEST, Refusals.CONTAINS_LINK);
        assertRefused(() -> describe("dangling", false), ErrorCode.INVALID_REQUEST, Refusals.CONTAINS_LINK);
        assertRefused(() -> describe("dl/x", false), ErrorCode.INTERNAL, Refusals.NOT_A_DIRECTORY);
    }

    @Test
    void resolvesLinks() throws IOException {
        Files.writeString(top.resolve("d/sp ace"), "");

        assertThat(canonicalize("dl/sp ace")).isEqualTo(top.toRealPath().toUri() + "d/sp%20ace");
        assertThat(metadata.canonicalize(new CanonicalizeParams("/", SandboxParams.NONE))
                        .path())
                .isEqualTo("file:///");
        assertRefused(() -> canonicalize("nope"), ErrorCode.NOT_FOUND, Refusals.NOT_FOUND);
        assertRefused(() -> canonicalize("dangling"), ErrorCode.NOT_FOUND, Refusals.NOT_FOUND);
        assertRefused(() -> canonicalize("loop"), ErrorCode.INTERNAL, Refusals.LINK_LOOP);
        assertRefused(() -> canonicalize("f/x"), ErrorCode.INTERNAL, Refusals.NOT_A_DIRECTORY);
    }

    @Test
    void keepsTheBytesOfNamesThatAreNotUtf8() throws IOException {
        Path odd = Files.writeString(Path.of(URI.create("file://" + top + "/a%FF%C3%BC")), "");
        Files.createSymbolicLink(top.resolve("to-odd"), odd);

        assertThat(canonicalize("to-odd")).isEqualTo(top.toRealPath().toUri() + "a%FF%C3%BC");
    }

    private GetMetadataResponse describe(String name, boolean follow) throws IOException {
        return metadata.describe(new GetMetadataParams(top + "/" + name, follow, SandboxParams.NONE));
    }

    private String canonicalize(String name) throws IOException {
        return metadata.canonicalize(new CanonicalizeParams(top + "/" + name, SandboxParams.NONE))
                .path();
    }
}

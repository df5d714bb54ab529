package dev.execbus.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.execbus.protocol.FileMethods.CanonicalizeParams;
import dev.execbus.protocol.FileMethods.CopyParams;
import dev.execbus.protocol.FileMethods.CreateDirectoryParams;
import dev.execbus.protocol.FileMethods.DirectoryEntry;
import dev.execbus.protocol.FileMethods.GetMetadataParams;
import dev.execbus.protocol.FileMethods.GetMetadataResponse;
import dev.execbus.protocol.FileMethods.OpenMode;
import dev.execbus.protocol.FileMethods.OpenParams;
import dev.execbus.protocol.FileMethods.ReadBlockParams;
import dev.execbus.protocol.FileMethods.ReadDirectoryParams;
import dev.execbus.protocol.FileMethods.ReadDirectoryResponse;
import dev.execbus.protocol.FileMethods.ReadFileParams;
import dev.execbus.protocol.FileMethods.ReadFileResponse;
import dev.execbus.protocol.FileMethods.RemoveParams;
import dev.execbus.protocol.FileMethods.RenameParams;
import dev.execbus.protocol.FileMethods.WalkOptions;
import dev.execbus.protocol.FileMethods.WalkParams;
import dev.execbus.protocol.FileMethods.WatchMissingParams;
import dev.execbus.protocol.FileMethods.WatchParams;
import dev.execbus.protocol.FileMethods.WriteBlockParams;
import dev.execbus.protocol.FileMethods.WriteFileParams;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileMethodsTest {
    private static final SandboxParams NONE = SandboxParams.NONE;

    @Test
    void fillsInWhatIsLeftOut() {
        String path = "{'path':'file:///a'}";

        assertThat(decode(FileMethods.READ_FILE, path)).isEqualTo(new ReadFileParams("/a", true, NONE));
        assertThat(decode(FileMethods.WRITE_FILE, "{'path':'file:///a','dataBase64':'eA=='}"))
                .isEqualTo(new WriteFileParams("/a", ByteChunk.utf8("x"), true, NONE));
        assertThat(decode(FileMethods.CREATE_DIRECTORY, path))
                .isEqualTo(new CreateDirectoryParams("/a", true, true, NONE));
        assertThat(decode(FileMethods.GET_METADATA, path)).isEqualTo(new GetMetadataParams("/a", true, NONE));
        assertThat(decode(FileMethods.CANONICALIZE, path)).isEqualTo(new CanonicalizeParams("/a", NONE));
        assertThat(decode(FileMethods.READ_DIRECTORY, path)).isEqualTo(new ReadDirectoryParams("/a", NONE));
        assertThat(decode(FileMethods.REMOVE, path)).isEqualTo(new RemoveParams("/a", true, true, true, NONE));
        assertThat(decode(
                        FileMethods.COPY, "{'sourcePath':'file:///a','destinationPath':'file:///b','recursive':false}"))
                .isEqualTo(new CopyParams("/a", "/b", false, NONE));
    }

    @Test
    void readsHandlesWalksAndWatches() {
        assertThat(decode(FileMethods.OPEN, "{'handleId':'h','path':'file:///a'}"))
                .isEqualTo(new OpenParams("h", "/a", OpenMode.READ, NONE));
        assertThat(decode(FileMethods.OPEN, "{'handleId':'','path':'file:///a','mode':'replace'}"))
                .isEqualTo(new OpenParams("", "/a", OpenMode.REPLACE, NONE));
        assertThat(decode(FileMethods.READ_BLOCK, "{'handleId':'h','offset':18446744073709551615,'len':0}"))
                .isEqualTo(new ReadBlockParams("h", Long.MAX_VALUE, 0));
        assertThat(decode(FileMethods.WRITE_BLOCK, "{'handleId':'h','offset':7,'chunk':'eA=='}"))
                .isEqualTo(new WriteBlockParams("h", 7, ByteChunk.utf8("x")));
        assertThat(decode(
                        FileMethods.WALK,
                        "{'path':'file:///a','options':{'maxDepth':1,'maxDirectories':2,'maxEntries':3,"
                                + "'followDirectorySymlinks':true}}"))
                .isEqualTo(new WalkParams("/a", new WalkOptions(1, 2, 3, true, false), NONE));
        assertThat(decode(FileMethods.WATCH_MISSING, "{'watchId':1,'missing':['file:///a'],'present':null}"))
                .isEqualTo(new WatchMissingParams(1, List.of("/a"), null));
        assertThat(decode(FileMethods.RENAME, "{'sourcePath':'file:///a','destinationPath':'file:///b'}"))
                .isEqualTo(new RenameParams("/a", "/b", false, NONE));
        assertThat(decode(FileMethods.WATCH, "{'watchId':'w','path':'file:///a'}"))
                .isEqualTo(new WatchParams("w", "/a", false, NONE));
    }

    @Test
    void readsWhatAWriteMayBeBoundTo() {
        String digest = "0".repeat(64);
        assertThat(decode(
                        FileMethods.WRITE_FILE,
                        "{'path':'file:///a','dataBase64':'','atomic':true,'expectedSha256':'" + digest + "'}"))
                .isEqualTo(new WriteFileParams("/a", ByteChunk.EMPTY, true, NONE, true, digest));
        assertThat(decode(FileMethods.WRITE_FILE, "{'path':'file:///a','dataBase64':'','expectedSha256':'missing'}"))
                .isEqualTo(new WriteFileParams("/a", ByteChunk.EMPTY, true, NONE, false, "missing"));
        assertThatThrownBy(() ->
                        decode(FileMethods.WRITE_FILE, "{'path':'file:///a','dataBase64':'','expectedSha256':'abc'}"))
                .hasMessage("expectedSha256 must be 64 lower-case hexadecimal digits or \"missing\"");
    }

    @Test
    void refusesAModeThatIsNone() {
        assertThatThrownBy(() -> decode(FileMethods.OPEN, "{'handleId':'h','path':'file:///a','mode':'append'}"))
                .hasMessage("unknown variant `append`, expected `read` or `replace`");
        assertThatThrownBy(() -> decode(FileMethods.OPEN, "{'handleId':'h','path':'file:///a','mode':null}"))
                .hasMessage("invalid type: null, expected string or map");
    }

    @Test
    void takesNullForAbsent() {
        assertThat(decode(
                        FileMethods.REMOVE,
                        "{'path':'file:///a','recursive':null,'force':null,'followSymlinks':null,'sandbox':null}"))
                .isEqualTo(new RemoveParams("/a", true, true, true, NONE));
        assertThat(decode(FileMethods.CREATE_DIRECTORY, "{'path':'file:///a','recursive':null,'zzz':1}"))
                .isEqualTo(new CreateDirectoryParams("/a", true, true, NONE));
    }

    @Test
    void readsEveryMember() {
        assertThat(decode(
                        FileMethods.REMOVE,
                        "{'path':'file:///a','recursive':false,'force':false,'followSymlinks':false,"
                                + "'sandbox':{'permissions':{'type':'disabled'},'windowsSandboxLevel':'disabled'}}"))
                .isEqualTo(new RemoveParams(
                        "/a",
                        false,
                        false,
                        false,
                        new SandboxParams(true, new SandboxParams.Files.Unrestricted(), true, null, List.of())));
    }

    @Test
    void readsAnArrayInTheOrderOfTheFields() {
        assertThat(decode(FileMethods.READ_FILE, "['file:///a',false,null]"))
                .isEqualTo(new ReadFileParams("/a", false, NONE));
    }

    @Test
    void takesPlainPathsWhereTheDialectHasThem() {
        assertThat(FileMethods.READ_FILE.decoder().decode(json("{'path':'/a/../b'}"), Dialect.LENIENT))
                .isEqualTo(new ReadFileParams("/b", true, NONE));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "null | invalid type: null, expected struct WireFsCopyParams",
                "{} | missing field `sourcePath`",
                "{'sourcePath':'file:///a'} | missing field `destinationPath`",
                "{'sourcePath':'file:///a','destinationPath':'file:///b'} | missing field `recursive`",
                "{'sourcePath':'file:///a','destinationPath':'file:///b','recursive':null} "
                        + "| invalid type: null, expected a boolean",
                "{'sourcePath':5} | invalid type: number, expected a string",
                "{'sourcePath':'/a'} | invalid URI: relative URL without a base",
            })
    void refusesMalformedParams(String params, String message) {
        assertRefused(FileMethods.COPY, params, ErrorCode.INVALID_PARAMS, message);
    }

    @ParameterizedTest
    @CsvSource({
        "YQ, Invalid padding",
        "YQ-=, 'Invalid symbol 45, offset 2.'",
        "Y-==, 'Invalid symbol 45, offset 1.'",
        "YR==, 'Invalid last symbol 82, offset 1.'",
    })
    void refusesBase64ThatIsNotStrict(String data, String complaint) {
        assertRefused(
                FileMethods.WRITE_FILE,
                "{'path':'file:///a','dataBase64':'" + data + "'}",
                ErrorCode.INVALID_REQUEST,
                "fs/writeFile requires valid base64 dataBase64: " + complaint);
    }

    @Test
    void encodesResultsByTheirComponents() {
        assertThat(RpcFrames.tree(new GetMetadataResponse(true, false, true, 5, 0, 7)))
                .hasToString(
                        "{'isDirectory':true,'isFile':false,'isSymlink':true,'size':5,'createdAtMs':0,'modifiedAtMs':7}"
                                .replace('\'', '"'));
        assertThat(RpcFrames.tree(new ReadDirectoryResponse(List.of(new DirectoryEntry("f", false, true)))))
                .isEqualTo(json("{'entries':[{'fileName':'f','isDirectory':false,'isFile':true}]}"));
        assertThat(new String(
                        RpcFrames.response(new RpcId.Numeric(1), new ReadFileResponse(ByteChunk.utf8("x"))),
                        StandardCharsets.UTF_8))
                .isEqualTo("{\"id\":1,\"result\":{\"dataBase64\":\"eA==\"}}");
    }

    private static <P> P decode(RpcMethod<P> method, String params) {
        return method.decoder().decode(json(params), Dialect.STRICT);
    }

    private static void assertRefused(RpcMethod<?> method, String params, ErrorCode code, String message) {
        assertThatExceptionOfType(ExecbusException.class)
                .isThrownBy(() -> decode(method, params))
                .satisfies(e -> assertThat(e.code()).isEqualTo(code))
                .withMessage(message);
    }

    private static JsonNode json(String text) {
        try {
            return Json.MAPPER.readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }
}

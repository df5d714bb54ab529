package dev.execbus.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.execbus.protocol.EnvironmentMethods.EnvironmentInfo;
import dev.execbus.protocol.EnvironmentMethods.Shell;
import dev.execbus.protocol.EnvironmentPolicyParams.Inherit;
import dev.execbus.protocol.FileMethods.CanonicalizeParams;
import dev.execbus.protocol.FileMethods.CloseParams;
import dev.execbus.protocol.FileMethods.CopyParams;
import dev.execbus.protocol.FileMethods.CreateDirectoryParams;
import dev.execbus.protocol.FileMethods.GetMetadataParams;
import dev.execbus.protocol.FileMethods.OpenMode;
import dev.execbus.protocol.FileMethods.OpenParams;
import dev.execbus.protocol.FileMethods.ReadBlockParams;
import dev.execbus.protocol.FileMethods.ReadDirectoryParams;
import dev.execbus.protocol.FileMethods.ReadFileParams;
import dev.execbus.protocol.FileMethods.ReadFileResponse;
import dev.execbus.protocol.FileMethods.RemoveParams;
import dev.execbus.protocol.FileMethods.RenameParams;
import dev.execbus.protocol.FileMethods.WalkOptions;
import dev.execbus.protocol.FileMethods.WalkParams;
import dev.execbus.protocol.FileMethods.WriteBlockParams;
import dev.execbus.protocol.FileMethods.WriteFileParams;
import dev.execbus.protocol.HttpMethods.CancelParams;
import dev.execbus.protocol.HttpMethods.RedirectPolicy;
import dev.execbus.protocol.HttpMethods.RequestHeader;
import dev.execbus.protocol.HttpMethods.RequestParams;
import dev.execbus.protocol.ProcessMethods.Chunk;
import dev.execbus.protocol.ProcessMethods.CloseStdinParams;
import dev.execbus.protocol.ProcessMethods.ReadParams;
import dev.execbus.protocol.ProcessMethods.ReadResponse;
import dev.execbus.protocol.ProcessMethods.ResizeParams;
import dev.execbus.protocol.ProcessMethods.SignalParams;
import dev.execbus.protocol.ProcessMethods.StreamDigest;
import dev.execbus.protocol.ProcessMethods.TerminateParams;
import dev.execbus.protocol.ProcessMethods.WriteParams;
import dev.execbus.protocol.ProcessMethods.WriteResponse;
import dev.execbus.protocol.ProcessMethods.WriteStatus;
import dev.execbus.protocol.SandboxEntry.Access;
import dev.execbus.protocol.SandboxEntry.Place;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a client writes is what a server reads, and the other way round. */
final class ParamsWireTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final SandboxParams SANDBOX = new SandboxParams(
            true,
            new SandboxParams.Files.Restricted(
                    List.of(
                            new SandboxEntry(new Place.AbsolutePath("/"), Access.READ, false),
                            new SandboxEntry(new Place.Workspace(""), Access.WRITE, false),
                            new SandboxEntry(new Place.Workspace(".git"), Access.READ, true),
                            new SandboxEntry(new Place.Glob("*.key"), Access.DENY, false),
                            new SandboxEntry(new Place.Minimal(), Access.READ, false),
                            new SandboxEntry(new Place.TemporaryDirectory(), Access.WRITE, false),
                            new SandboxEntry(new Place.SlashTmp(), Access.WRITE, false),
                            new SandboxEntry(new Place.Unknown(), Access.READ, false)),
                    3),
            false,
            "/work space",
            List.of("/work space", "/other"));

    private static final SandboxParams OPEN =
            new SandboxParams(true, new SandboxParams.Files.Unrestricted(), true, null, List.of());

    private static <P> void comesBack(RpcMethod<P> method, P params, Map<String, Object> written) {
        byte[] frame = RpcFrames.request(new RpcId.Numeric(1), method.name(), written);
        try {
            RpcMessage.Request request = (RpcMessage.Request) RpcFrames.decode(frame);
            assertThat(method.decoder().decode(request.params(), Dialect.STRICT))
                    .isEqualTo(params);
        } catch (MalformedFrameException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void starts() {
        StartParams whole = new StartParams(
                "p",
                List.of("sh", "-c", "x"),
                "/work space",
                Map.of("A", "b"),
                true,
                false,
                "name",
                new EnvironmentPolicyParams(Inherit.CORE, true, List.of("X*"), Map.of("C", "d"), List.of()),
                SANDBOX,
                false,
                null,
                null,
                new TerminalSize(3, 4),
                5,
                new ResourceLimits(1, 2, 3, 4, 5, 6),
                true);
        comesBack(ProcessMethods.START, whole, ProcessWire.params(whole));
        StartParams plain = new StartParams(
                "p",
                List.of("sh"),
                "/",
                Map.of(),
                false,
                true,
                null,
                null,
                OPEN,
                false,
                null,
                null,
                null,
                0,
                ResourceLimits.NONE,
                false);
        comesBack(ProcessMethods.START, plain, ProcessWire.params(plain));
    }

    @Test
    void processes() {
        ReadParams all = new ReadParams("p", 7, Long.MAX_VALUE, 0);
        comesBack(ProcessMethods.READ, all, ProcessWire.params(all));
        ReadParams some = new ReadParams("p", 0, 10, 20);
        comesBack(ProcessMethods.READ, some, ProcessWire.params(some));
        WriteParams write = new WriteParams("p", ByteChunk.utf8("text"), "1");
        comesBack(ProcessMethods.WRITE, write, ProcessWire.params(write));
        SignalParams signal = new SignalParams("p", "TERM");
        comesBack(ProcessMethods.SIGNAL, signal, ProcessWire.params(signal));
        TerminateParams terminate = new TerminateParams("p");
        comesBack(ProcessMethods.TERMINATE, terminate, ProcessWire.params(terminate));
        ResizeParams resize = new ResizeParams("p", new TerminalSize(5, 6));
        comesBack(ProcessMethods.RESIZE, resize, ProcessWire.params(resize));
        CloseStdinParams close = new CloseStdinParams("p");
        comesBack(ProcessMethods.CLOSE_STDIN, close, ProcessWire.params(close));
    }

    @Test
    void files() {
        ReadFileParams read = new ReadFileParams("/a b", false, SANDBOX);
        comesBack(FileMethods.READ_FILE, read, FileWire.params(read));
        WriteFileParams write = new WriteFileParams("/a", ByteChunk.utf8("x"), true, OPEN, true, "missing");
        comesBack(FileMethods.WRITE_FILE, write, FileWire.params(write));
        CreateDirectoryParams create = new CreateDirectoryParams("/a", false, true, SandboxParams.NONE);
        comesBack(FileMethods.CREATE_DIRECTORY, create, FileWire.params(create));
        GetMetadataParams metadata = new GetMetadataParams("/a", false, SandboxParams.NONE);
        comesBack(FileMethods.GET_METADATA, metadata, FileWire.params(metadata));
        CanonicalizeParams canonicalize = new CanonicalizeParams("/ä", SandboxParams.NONE);
        comesBack(FileMethods.CANONICALIZE, canonicalize, FileWire.params(canonicalize));
        ReadDirectoryParams list = new ReadDirectoryParams("/a", SandboxParams.NONE);
        comesBack(FileMethods.READ_DIRECTORY, list, FileWire.params(list));
        WalkParams walk = new WalkParams("/a", new WalkOptions(1, 2, 3, true, true), SandboxParams.NONE);
        comesBack(FileMethods.WALK, walk, FileWire.params(walk));
        RemoveParams remove = new RemoveParams("/a", false, false, false, SandboxParams.NONE);
        comesBack(FileMethods.REMOVE, remove, FileWire.params(remove));
        CopyParams copy = new CopyParams("/a", "/b", true, SandboxParams.NONE);
        comesBack(FileMethods.COPY, copy, FileWire.params(copy));
        RenameParams rename = new RenameParams("/a", "/b", true, SANDBOX);
        comesBack(FileMethods.RENAME, rename, FileWire.params(rename));
        OpenParams open = new OpenParams("h", "/a", OpenMode.REPLACE, SANDBOX);
        comesBack(FileMethods.OPEN, open, FileWire.params(open));
        ReadBlockParams readBlock = new ReadBlockParams("h", 3, 4);
        comesBack(FileMethods.READ_BLOCK, readBlock, FileWire.params(readBlock));
        WriteBlockParams writeBlock = new WriteBlockParams("h", 3, ByteChunk.utf8("y"));
        comesBack(FileMethods.WRITE_BLOCK, writeBlock, FileWire.params(writeBlock));
        CloseParams close = new CloseParams("h");
        comesBack(FileMethods.CLOSE, close, FileWire.params(close));
    }

    @Test
    void http() {
        RequestParams whole = new RequestParams(
                "POST",
                "http://example.org/",
                List.of(new RequestHeader("a", "b", null), new RequestHeader("c", "d", "E")),
                ByteChunk.utf8("body"),
                5,
                RedirectPolicy.STOP,
                "r",
                true);
        comesBack(HttpMethods.REQUEST, whole, HttpWire.params(whole));
        RequestParams plain = new RequestParams(
                "GET", "http://example.org/", List.of(), null, Long.MAX_VALUE, RedirectPolicy.FOLLOW, "r", false);
        comesBack(HttpMethods.REQUEST, plain, HttpWire.params(plain));
        CancelParams cancel = new CancelParams("r");
        comesBack(HttpMethods.CANCEL, cancel, HttpWire.params(cancel));
    }

    private static <R> R answer(String json, Class<R> type) throws IOException, MalformedFrameException {
        JsonNode node = JSON.readTree(json);
        return RpcFrames.answer(node, type);
    }

    @Test
    void answersOfAnyReleaseAreRead() throws Exception {
        ReadResponse read = new ReadResponse(
                List.of(new Chunk(1, StreamName.PTY, ByteChunk.utf8("hi"))),
                4,
                true,
                3,
                true,
                null,
                false,
                "TERM",
                null,
                Verdict.TIMEOUT,
                Map.of("pty", new StreamDigest(2, "ab")));
        RpcMessage.Response response =
                (RpcMessage.Response) RpcFrames.decode(RpcFrames.response(new RpcId.Numeric(1), read));
        assertThat(RpcFrames.answer(response.result(), ReadResponse.class)).isEqualTo(read);
        assertThat(answer(
                        "{\"chunks\":[],\"nextSeq\":1,\"exited\":false,\"closed\":false,\"new\":{}}",
                        ReadResponse.class))
                .isEqualTo(new ReadResponse(List.of(), 1, false, null, false, null, false, null, null, null, null));
        assertThat(answer("{\"status\":\"starting\"}", WriteResponse.class))
                .isEqualTo(new WriteResponse(WriteStatus.STARTING));
        assertThat(answer("{\"dataBase64\":\"aGk=\"}", ReadFileResponse.class))
                .isEqualTo(new ReadFileResponse(ByteChunk.utf8("hi")));
        assertThat(answer("{\"shell\":{\"name\":\"sh\",\"path\":\"/bin/sh\"},\"more\":1}", EnvironmentInfo.class))
                .isEqualTo(new EnvironmentInfo(
                        new Shell("sh", "/bin/sh"), null, null, null, null, null, null, null, null, null, null));
    }

    @Test
    void anAnswerOfAnotherShapeIsRefusedWithoutItsWords() {
        assertThatThrownBy(() -> answer("{\"dataBase64\":\"secret!\"}", ReadFileResponse.class))
                .isInstanceOf(MalformedFrameException.class)
                .hasMessage("this is no ReadFileResponse");
        assertThatThrownBy(() -> answer("{\"status\":\"odd\"}", WriteResponse.class))
                .hasMessage("this is no WriteResponse");
    }
}

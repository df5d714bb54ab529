package dev.execbus.filesystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.execbus.bus.FileService.BlockRead;
import dev.execbus.bus.FileService.Canonicalize;
import dev.execbus.bus.FileService.Canonicalized;
import dev.execbus.bus.FileService.Command;
import dev.execbus.bus.FileService.Copy;
import dev.execbus.bus.FileService.CreateDirectory;
import dev.execbus.bus.FileService.DirectoryRead;
import dev.execbus.bus.FileService.Done;
import dev.execbus.bus.FileService.FileRead;
import dev.execbus.bus.FileService.GetMetadata;
import dev.execbus.bus.FileService.Message;
import dev.execbus.bus.FileService.MetadataRead;
import dev.execbus.bus.FileService.Opened;
import dev.execbus.bus.FileService.ReadDirectory;
import dev.execbus.bus.FileService.ReadFile;
import dev.execbus.bus.FileService.Remove;
import dev.execbus.bus.FileService.Rename;
import dev.execbus.bus.FileService.Unwatch;
import dev.execbus.bus.FileService.Walk;
import dev.execbus.bus.FileService.Walked;
import dev.execbus.bus.FileService.WriteFile;
import dev.execbus.filesystem.CageAnswer.Told;
import dev.execbus.filesystem.CageRequest.Run;
import dev.execbus.protocol.ByteChunk;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.FileMethods.CanonicalizeParams;
import dev.execbus.protocol.FileMethods.CanonicalizeResponse;
import dev.execbus.protocol.FileMethods.CopyParams;
import dev.execbus.protocol.FileMethods.CreateDirectoryParams;
import dev.execbus.protocol.FileMethods.DirectoryEntry;
import dev.execbus.protocol.FileMethods.GetMetadataParams;
import dev.execbus.protocol.FileMethods.GetMetadataResponse;
import dev.execbus.protocol.FileMethods.OpenMode;
import dev.execbus.protocol.FileMethods.OpenResponse;
import dev.execbus.protocol.FileMethods.ReadBlockResponse;
import dev.execbus.protocol.FileMethods.ReadDirectoryParams;
import dev.execbus.protocol.FileMethods.ReadDirectoryResponse;
import dev.execbus.protocol.FileMethods.ReadFileParams;
import dev.execbus.protocol.FileMethods.ReadFileResponse;
import dev.execbus.protocol.FileMethods.RemoveParams;
import dev.execbus.protocol.FileMethods.RenameParams;
import dev.execbus.protocol.FileMethods.UnwatchParams;
import dev.execbus.protocol.FileMethods.WalkEntry;
import dev.execbus.protocol.FileMethods.WalkError;
import dev.execbus.protocol.FileMethods.WalkOptions;
import dev.execbus.protocol.FileMethods.WalkParams;
import dev.execbus.protocol.FileMethods.WalkResponse;
import dev.execbus.protocol.FileMethods.WriteFileParams;
import dev.execbus.protocol.SandboxParams;
import dev.execbus.sandbox.FileConfinement.Guarded;
import dev.execbus.sandbox.FileConfinement.Place;
import dev.execbus.sandbox.FileIdentity;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class CageCodecTest {
    private static final SandboxParams NONE = SandboxParams.NONE;

    static Stream<Command> commands() {
        WalkOptions options = new WalkOptions(Long.MAX_VALUE, 2, 3, false, true);
        return Stream.of(
                new ReadFile(null, new ReadFileParams("/a/\u00e9\ud83d\ude00", true, NONE)),
                new ReadFile(null, new ReadFileParams("/a", false, NONE)),
                new WriteFile(null, new WriteFileParams("/a", ByteChunk.EMPTY, true, NONE)),
                new WriteFile(null, new WriteFileParams("/a", ByteChunk.utf8("x"), false, NONE, true, "missing")),
                new WriteFile(null, new WriteFileParams("/a", chunk(200_000), true, NONE, false, "0".repeat(64))),
                new CreateDirectory(null, new CreateDirectoryParams("/a", true, false, NONE)),
                new CreateDirectory(null, new CreateDirectoryParams("/a", false, true, NONE)),
                new GetMetadata(null, new GetMetadataParams("/a", false, NONE)),
                new Canonicalize(null, new CanonicalizeParams("/", NONE)),
                new ReadDirectory(null, new ReadDirectoryParams("/a", NONE)),
                new Remove(null, new RemoveParams("/a", true, false, false, NONE)),
                new Remove(null, new RemoveParams("/a", false, true, false, NONE)),
                new Remove(null, new RemoveParams("/a", false, false, true, NONE)),
                new Copy(null, new CopyParams("/a", "/b", true, NONE)),
                new Copy(null, new CopyParams("/a", "/b", false, NONE)),
                new Rename(null, new RenameParams("/a", "/b", true, NONE)),
                new Rename(null, new RenameParams("/a", "/b", false, NONE)),
                new Walk(null, new WalkParams("/a", options, NONE)),
                new Walk(null, new WalkParams("/a", new WalkOptions(0, 1, 1, true, false), NONE)));
    }

    static Stream<CageRequest> requests() {
        CageRequest begin = new CageRequest.Begin(
                512L << 20,
                4,
                List.of(new Place("/a", new FileIdentity(-1, Long.MIN_VALUE)), new Place("/b", new FileIdentity(1, 2))),
                List.of(
                        new Guarded(new FileIdentity(3, 4), ".git", true),
                        new Guarded(new FileIdentity(5, 6), "x", false)),
                List.of("/", "/m"));
        return Stream.concat(
                Stream.of(
                        begin,
                        new CageRequest.Begin(1, 1, List.of(), List.of(), List.of()),
                        new CageRequest.Open("/a", OpenMode.READ),
                        new CageRequest.Open("/a", OpenMode.REPLACE),
                        new CageRequest.Read(1, Long.MAX_VALUE, 1 << 20),
                        new CageRequest.Write(Long.MIN_VALUE, 7, chunk(1 << 20)),
                        new CageRequest.Close(9)),
                commands().map(Run::new));
    }

    static Stream<CageAnswer> answers() {
        Stream<Message> messages = Stream.of(
                new Done(),
                new FileRead(new ReadFileResponse(ByteChunk.EMPTY)),
                new FileRead(new ReadFileResponse(chunk(4096))),
                new MetadataRead(new GetMetadataResponse(true, false, true, 1, 2, -3)),
                new Canonicalized(new CanonicalizeResponse("file:///a%20b")),
                new DirectoryRead(new ReadDirectoryResponse(
                        List.of(new DirectoryEntry("\ufffd", true, false), new DirectoryEntry("b", false, true)))),
                new Walked(new WalkResponse(
                        List.of(new WalkEntry("file:///d", "directory"), new WalkEntry("file:///f", "file")),
                        List.of(new WalkError("file:///e", "no")),
                        true)));
        return Stream.concat(
                Stream.of(
                        new CageAnswer.Ready(),
                        new CageAnswer.Changed(),
                        new CageAnswer.Opened(1),
                        new CageAnswer.TooLong(2, 3),
                        new CageAnswer.Block(new ReadBlockResponse(ByteChunk.utf8("abc"), true)),
                        new CageAnswer.Block(new ReadBlockResponse(chunk(1 << 20), false)),
                        new CageAnswer.Failed(ErrorCode.CONFLICT, "somebody else \u2026")),
                messages.map(Told::new));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void carriesEveryRequest(CageRequest request) throws IOException {
        CodecInput in = sent(CageRequestCodec.encode(request));

        assertThat(in.id()).isEqualTo(42);
        assertThat(CageRequestCodec.decode(in)).isEqualTo(request);
    }

    @ParameterizedTest
    @MethodSource("answers")
    void carriesEveryAnswer(CageAnswer answer) throws IOException {
        assertThat(CageAnswerCodec.decode(sent(CageAnswerCodec.encode(answer)))).isEqualTo(answer);
    }

    @Test
    void refusesWhatHasNoPath() {
        Command unwatch = new Unwatch(null, new UnwatchParams("w"));
        Message opened = new Opened(new OpenResponse("h"));
        Message block = new BlockRead(new ReadBlockResponse(ByteChunk.EMPTY, true));

        assertThatThrownBy(() -> CageRequestCodec.encode(new Run(unwatch)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CageAnswerCodec.encode(new Told(opened))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CageAnswerCodec.encode(new Told(block))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void tellsTheEndOfTheStreamFromAFrameThatIsCut() throws IOException {
        byte[] frame = bytes(CageRequestCodec.encode(new CageRequest.Close(1)));
        DataInputStream cut = new DataInputStream(new ByteArrayInputStream(frame, 0, frame.length - 1));

        assertThat(CodecInput.next(new DataInputStream(new ByteArrayInputStream(new byte[0]))))
                .isNull();
        assertThatThrownBy(() -> CageRequestCodec.decode(CodecInput.next(cut))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> CodecInput.next(new DataInputStream(new ByteArrayInputStream(frame, 0, 3))))
                .isInstanceOf(IOException.class);
    }

    @Test
    void refusesFramesThatDoNotHoldTogether() {
        byte[] tooLong = {0x7f, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
        byte[] negative = {-1, -1, -1, -1, 0, 0, 0, 0, 0, 0, 0, 1};
        byte[] textBeyondTheFrame = {0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0, 1, 2, 1, 0, 1, 0, 0};
        byte[] unknownKind = {0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 99};
        byte[] leftOver = {0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0};

        assertThatThrownBy(() -> read(tooLong)).hasMessage("a frame of 2130706432 bytes");
        assertThatThrownBy(() -> read(negative)).hasMessage("a frame of -1 bytes");
        assertThatThrownBy(() -> CageRequestCodec.decode(read(textBeyondTheFrame)))
                .hasMessage("a part of 65536 bytes in a frame with 0");
        assertThatThrownBy(() -> CageRequestCodec.decode(read(unknownKind))).hasMessage("a request of kind 99");
        assertThatThrownBy(() -> CageAnswerCodec.decode(read(leftOver))).hasMessage("1 bytes too many in a frame");
    }

    @Test
    void writesNothingOfAFrameThatIsTooLong() {
        CodecOutput out = new CodecOutput();
        out.putRest(chunk(CodecOutput.LONGEST));
        out.putByte(1);
        ByteArrayOutputStream stream = new ByteArrayOutputStream();

        assertThatThrownBy(() -> out.send(1, stream))
                .isInstanceOf(ExecbusException.class)
                .hasMessage("too much for one sandboxed operation: 67174401 bytes, the limit is 67174400");
        assertThat(stream.size()).isZero();
    }

    private static ByteChunk chunk(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i * 31);
        }
        return ByteChunk.of(bytes);
    }

    private static CodecInput sent(CodecOutput out) throws IOException {
        return read(bytes(out));
    }

    private static byte[] bytes(CodecOutput out) throws IOException {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        out.send(42, stream);
        return stream.toByteArray();
    }

    private static CodecInput read(byte[] frame) throws IOException {
        return CodecInput.next(new DataInputStream(new ByteArrayInputStream(frame)));
    }
}

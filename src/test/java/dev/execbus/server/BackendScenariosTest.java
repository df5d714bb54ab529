package dev.execbus.server;

import static dev.execbus.server.BackendGround.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.execbus.client.ExecBackend;
import dev.execbus.client.ExecEvent.Exited;
import dev.execbus.client.ExecProcess;
import dev.execbus.client.ProcessState;
import dev.execbus.protocol.ByteChunk;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.FileMethods.CloseParams;
import dev.execbus.protocol.FileMethods.CreateDirectoryParams;
import dev.execbus.protocol.FileMethods.DirectoryEntry;
import dev.execbus.protocol.FileMethods.GetMetadataParams;
import dev.execbus.protocol.FileMethods.OpenMode;
import dev.execbus.protocol.FileMethods.OpenParams;
import dev.execbus.protocol.FileMethods.ReadBlockParams;
import dev.execbus.protocol.FileMethods.ReadBlockResponse;
import dev.execbus.protocol.FileMethods.ReadDirectoryParams;
import dev.execbus.protocol.FileMethods.ReadFileParams;
import dev.execbus.protocol.FileMethods.RemoveParams;
import dev.execbus.protocol.FileMethods.RenameParams;
import dev.execbus.protocol.FileMethods.WriteFileParams;
import dev.execbus.protocol.HttpMethods.BodyDeltaNotification;
import dev.execbus.protocol.HttpMethods.CancelParams;
import dev.execbus.protocol.HttpMethods.CancelResponse;
import dev.execbus.protocol.HttpMethods.RedirectPolicy;
import dev.execbus.protocol.HttpMethods.RequestParams;
import dev.execbus.protocol.HttpMethods.RequestResponse;
import dev.execbus.protocol.ProcessMethods.ReadResponse;
import dev.execbus.protocol.ProcessMethods.StreamDigest;
import dev.execbus.protocol.ProcessMethods.WriteStatus;
import dev.execbus.protocol.SandboxParams;
import dev.execbus.protocol.StreamName;
import dev.execbus.protocol.TerminalSize;
import dev.execbus.server.BackendGround.Way;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What a backend does is the same whatever the way to it. */
@Timeout(60)
@ParameterizedClass
@EnumSource(Way.class)
final class BackendScenariosTest {
    private static BackendGround ground;

    @TempDir
    private Path folder;

    private final Way way;
    private ExecBackend backend;

    BackendScenariosTest(Way way) {
        this.way = way;
    }

    @BeforeAll
    static void begin() {
        ground = new BackendGround();
    }

    @AfterAll
    static void end() {
        ground.close();
    }

    @BeforeEach
    void open() {
        backend = ground.open(way);
    }

    @AfterEach
    void close() {
        await(backend.close());
    }

    private HeardProcess start(BackendCommand command) {
        return new HeardProcess(await(backend.start(command.params())));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void tellsOutputExitAndClose() {
        HeardProcess process =
                start(BackendCommand.shell("echo hi; echo err >&2; exit 3")).ended();
        assertThat(List.of(process.stdout(), process.text(StreamName.STDERR))).containsExactly("hi\n", "err\n");
        assertThat(process.exitCode()).isEqualTo(3);
        assertThat(process.process().state()).isEqualTo(new ProcessState(true, 3, null));
        process.hasEveryNumberOnce();
    }

    @Test
    void aListenerThatComesLateHearsEverything() {
        ExecProcess process =
                await(backend.start(BackendCommand.shell("seq 1 400000").params()));
        Waiting.until(
                () -> "running", Duration.ofSeconds(30), () -> process.state().hasExited());
        HeardProcess heard = new HeardProcess(process).ended().hasEveryNumberOnce();
        assertThat(heard.stdout())
                .startsWith("1\n2\n")
                .endsWith("399999\n400000\n")
                .hasSize(2_688_895);
    }

    @Test
    void talksToATerminal() {
        HeardProcess process =
                start(BackendCommand.shell("read line; echo got:$line; cat").onTerminal());
        assertThat(await(process.process().write(utf8("hello\n")))).isEqualTo(WriteStatus.ACCEPTED);
        process.hasSaid("got:hello");
        await(process.process().write(new byte[] {4}));
        assertThat(process.ended().hasEveryNumberOnce().exitCode()).isZero();
    }

    @Test
    void resizesATerminal() {
        HeardProcess process =
                start(BackendCommand.shell("stty size; read line; stty size").onTerminal());
        process.hasSaid("24 80");
        await(process.process().resize(new TerminalSize(40, 132)));
        await(process.process().write(utf8("go\n")));
        process.ended();
        assertThat(process.text(StreamName.PTY)).contains("40 132");
    }

    @Test
    void controlCInterruptsATerminal() {
        HeardProcess process =
                start(BackendCommand.shell("echo ready; exec sleep 60").onTerminal());
        process.hasSaid("ready");
        await(process.process().write(new byte[] {3}));
        assertThat(process.ended().exitCode()).isEqualTo(130);
    }

    @Test
    void signalsReachTheProcess() {
        HeardProcess interrupted = start(BackendCommand.shell("echo ready; exec sleep 60"));
        HeardProcess terminated = start(BackendCommand.shell("echo ready; exec sleep 60"));
        interrupted.hasSaid("ready");
        terminated.hasSaid("ready");
        await(interrupted.process().signal("interrupt"));
        await(terminated.process().signal("TERM"));
        assertThat(List.of(interrupted.ended().exitCode(), terminated.ended().exitCode()))
                .containsExactly(130, 143);
    }

    @Test
    void whatIsWrittenArrivesOnceAndInOrder() {
        HeardProcess process = start(BackendCommand.of("cat").withStdin());
        StringBuilder all = new StringBuilder();
        List<Future<WriteStatus>> writes = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            String line = "line " + i + "\n";
            all.append(line);
            writes.add(process.process().write(utf8(line)));
        }
        Future<Void> closed = process.process().closeStdin();
        assertThat(writes).allMatch(write -> await(write) == WriteStatus.ACCEPTED);
        await(closed);
        assertThat(process.ended().hasEveryNumberOnce().stdout()).isEqualTo(all.toString());
        assertThat(process.exitCode()).isZero();
    }

    @Test
    void aLongWriteComesBackWhole() {
        HeardProcess process = start(BackendCommand.of("cat").withStdin().withDigest());
        byte[] bytes = new byte[5_000_001];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 31 + i / 251);
        }
        assertThat(await(process.process().write(bytes.clone()))).isEqualTo(WriteStatus.ACCEPTED);
        await(process.process().closeStdin());
        process.ended();
        assertThat(process.bytes(StreamName.STDOUT)).isEqualTo(bytes);
        assertThat(process.close().streams().get("stdout")).isEqualTo(digest(bytes));
    }

    @Test
    void muchOutputIsComplete() {
        HeardProcess process = start(
                        BackendCommand.shell("seq 1 600000; echo done >&2").withDigest())
                .ended();
        process.hasEveryNumberOnce();
        assertThat(process.close().streams())
                .isEqualTo(Map.of(
                        "stdout", digest(process.bytes(StreamName.STDOUT)),
                        "stderr", digest(utf8("done\n"))));
        assertThat(process.bytes(StreamName.STDOUT)).hasSize(4_088_895);
    }

    private static StreamDigest digest(byte[] bytes) {
        return new StreamDigest(
                bytes.length, HexFormat.of().formatHex(Numbers.digest().digest(bytes)));
    }

    @Test
    void sixtyFourProcessesAreToldApart() {
        List<Future<ExecProcess>> starts = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            starts.add(
                    backend.start(BackendCommand.shell("echo start" + i + "; sleep 0.2; echo end" + i + "; exit " + i)
                            .params()));
        }
        List<HeardProcess> processes =
                starts.stream().map(start -> new HeardProcess(await(start))).toList();
        for (int i = 0; i < 64; i++) {
            HeardProcess process = processes.get(i).ended().hasEveryNumberOnce();
            assertThat(List.of(process.stdout(), process.exitCode()))
                    .containsExactly("start" + i + "\nend" + i + "\n", i);
        }
    }

    @Test
    void anExitIsToldBeforeLaterOutput() {
        HeardProcess process = start(BackendCommand.shell("(sleep 0.3; echo late) & exit 7"))
                .ended()
                .hasEveryNumberOnce();
        assertThat(process.events().getFirst()).isEqualTo(new Exited(1, 7, false, null));
        assertThat(process.stdout()).isEqualTo("late\n");
    }

    @Test
    void terminatesOnce() {
        HeardProcess process = start(BackendCommand.shell("echo $$; exec sleep 60"));
        OsProcess pid = OsProcess.numbered(process.hasSaid("\n").stdout());
        assertThat(await(process.process().terminate())).isTrue();
        assertThat(process.process().state().hasExited()).isTrue();
        assertThat(process.ended().exitCode()).isEqualTo(137);
        assertThat(await(process.process().terminate())).isFalse();
        pid.awaitEnd();
    }

    @Test
    void closingEndsWhatRuns() {
        HeardProcess process = start(BackendCommand.shell("echo $$; exec sleep 60"));
        OsProcess pid = OsProcess.numbered(process.hasSaid("\n").stdout());
        await(backend.close());
        pid.awaitEnd();
        process.ended();
    }

    @Test
    void aStartThatFailsSaysWhyAndLeavesNothing() {
        assertThatThrownBy(() -> await(
                        backend.start(BackendCommand.of("/no/such/program").params("again"))))
                .hasRootCauseInstanceOf(ExecbusException.class)
                .rootCause()
                .hasMessage("No such file or directory (os error 2)");
        HeardProcess process = new HeardProcess(
                await(backend.start(BackendCommand.shell("exit 0").params("again"))));
        assertThat(process.ended().exitCode()).isZero();
    }

    @Test
    void anIdIsTakenWhileItsProcessRuns() {
        HeardProcess process = start(BackendCommand.of("cat").withStdin());
        assertThatThrownBy(() -> await(backend.start(
                        BackendCommand.of("cat").params(process.process().id()))))
                .rootCause()
                .hasMessage("process " + process.process().id() + " already exists");
    }

    @Test
    void readsWhatWasPrintedAsOftenAsOneLikes() {
        HeardProcess process = start(BackendCommand.shell("echo one; exit 5")).ended();
        ReadResponse all = await(process.process().read(0, null, 0));
        assertThat(all).isEqualTo(await(process.process().read(0, null, 5_000)));
        assertThat(List.of(all.chunks().getFirst().chunk().utf8(), all.exited(), all.exitCode(), all.closed()))
                .containsExactly("one\n", true, 5, true);
        assertThat(await(process.process().read(all.nextSeq() - 1, null, 5_000)).chunks())
                .isEmpty();
    }

    @Test
    void aReadWaitsForSomethingNew() {
        ExecProcess process = await(backend.start(
                BackendCommand.shell("sleep 0.3; echo one; sleep 60").params()));
        ReadResponse read = await(process.read(0, null, 10_000));
        assertThat(read.chunks().getFirst().chunk().utf8()).isEqualTo("one\n");
        assertThat(await(process.read(read.nextSeq() - 1, null, 100)).chunks()).isEmpty();
    }

    @Test
    void aProcessWithoutStdinTakesNothingAndRunsOn() {
        HeardProcess process = start(BackendCommand.shell("echo ready; exec sleep 60"));
        process.hasSaid("ready");
        assertThat(await(process.process().write(utf8("x")))).isEqualTo(WriteStatus.STDIN_CLOSED);
        assertThat(process.process().state()).isEqualTo(ProcessState.RUNNING);
    }

    @Test
    void tellsOfTheMachine() {
        assertThat(await(backend.environmentInfo()).cwd()).startsWith("file:///");
    }

    @Test
    void worksWithFiles() {
        String path = folder.resolve("a").toString();
        String other = folder.resolve("b").toString();
        await(backend.files().writeFile(new WriteFileParams(path, ByteChunk.utf8("text"), true, SandboxParams.NONE)));
        await(backend.files().rename(new RenameParams(path, other, false, SandboxParams.NONE)));
        await(backend.files()
                .createDirectory(
                        new CreateDirectoryParams(folder.resolve("c/d").toString(), true, true, SandboxParams.NONE)));
        assertThat(await(backend.files().readFile(new ReadFileParams(other, true, SandboxParams.NONE)))
                        .dataBase64()
                        .utf8())
                .isEqualTo("text");
        assertThat(await(backend.files().getMetadata(new GetMetadataParams(other, true, SandboxParams.NONE)))
                        .size())
                .isEqualTo(4);
        await(backend.files().remove(new RemoveParams(other, true, false, true, SandboxParams.NONE)));
        assertThat(await(backend.files().readDirectory(new ReadDirectoryParams(folder.toString(), SandboxParams.NONE)))
                        .entries())
                .containsExactly(new DirectoryEntry("c", true, false));
        assertThatThrownBy(() -> await(backend.files().readFile(new ReadFileParams(other, true, SandboxParams.NONE))))
                .rootCause()
                .isInstanceOf(ExecbusException.class);
    }

    /** Not where connections break: a handle ends with its connection. */
    @Test
    void readsFilesInBlocks() {
        assumeTrue(way != Way.ROUGH);
        String path = folder.resolve("a").toString();
        await(backend.files()
                .writeFile(new WriteFileParams(path, ByteChunk.utf8("0123456789"), true, SandboxParams.NONE)));
        await(backend.files().open(new OpenParams("h", path, OpenMode.READ, SandboxParams.NONE)));
        assertThat(await(backend.files().readBlock(new ReadBlockParams("h", 8, 10))))
                .isEqualTo(new ReadBlockResponse(ByteChunk.utf8("89"), true));
        await(backend.files().close(new CloseParams("h")));
    }

    /** Not where connections break: a request ends with its connection. */
    @Test
    void makesHttpRequests() {
        assumeTrue(way != Way.ROUGH);
        RequestResponse whole = await(backend.http().request(request("whole", false)));
        assertThat(List.of(whole.status(), whole.bodyBase64().utf8()))
                .containsExactly(200, new JsonObject(whole.bodyBase64().utf8()).encode());
        BlockingQueue<BodyDeltaNotification> body = new LinkedBlockingQueue<>();
        assertThat(await(backend.http().stream(request("streamed", true), body::add))
                        .status())
                .isEqualTo(200);
        Waiting.until(
                () -> "a last piece",
                Duration.ofSeconds(20),
                () -> body.stream().anyMatch(BodyDeltaNotification::done));
        assertThat(body.stream().map(piece -> piece.deltaBase64().utf8()).collect(Collectors.joining()))
                .contains("\"status\"");
        assertThat(await(backend.http().cancel(new CancelParams("streamed")))).isEqualTo(new CancelResponse(false));
    }

    private static RequestParams request(String id, boolean streamed) {
        return new RequestParams(
                "GET",
                "http://127.0.0.1:" + ground.port() + "/readyz?verbose",
                List.of(),
                null,
                10_000,
                RedirectPolicy.STOP,
                id,
                streamed);
    }
}

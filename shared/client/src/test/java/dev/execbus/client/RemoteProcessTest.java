package dev.execbus.client;

import static dev.execbus.client.RemoteFixture.failure;
import static dev.execbus.client.RemoteFixture.heard;
import static dev.execbus.client.RemoteFixture.result;
import static dev.execbus.client.RemoteFixture.start;
import static dev.execbus.client.ScriptedServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.execbus.client.ExecEvent.Closed;
import dev.execbus.client.ExecEvent.Exited;
import dev.execbus.client.ExecEvent.Failed;
import dev.execbus.client.ExecEvent.Output;
import dev.execbus.client.ScriptedServer.Connection;
import dev.execbus.protocol.ByteChunk;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.ProcessMethods.ReadResponse;
import dev.execbus.protocol.ProcessMethods.WriteStatus;
import dev.execbus.protocol.StreamName;
import dev.execbus.protocol.TerminalSize;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RemoteProcessTest {
    private final RemoteFixture remote = new RemoteFixture();

    private Connection server() {
        return remote.server.last();
    }

    private static Output output(long seq, String text) {
        return new Output(seq, StreamName.STDOUT, ByteChunk.utf8(text));
    }

    @Test
    void reachesNothingBeforeTheFirstCall() {
        assertThat(remote.server.attempts()).isZero();
        Future<ExecProcess> start = remote.backend.start(start("p"));
        assertThat(remote.server.attempts()).isEqualTo(1);
        assertThat(start.isComplete()).isFalse();
        assertThat(server().next("initialize"))
                .isEqualTo(json("{'id':0,'method':'initialize','params':{'clientName':'execbus-client',"
                        + "'resumeSessionId':null}}"));
    }

    @Test
    void startsAsTheReferenceReadsItWithTheNameOfTheOperationBeside() {
        remote.backend.start(start("p"));
        server().introduce("s1");
        assertThat(server().params("process/start"))
                .isEqualTo(json("{'processId':'p','argv':['true'],'cwd':'file:///tmp','env':{},'tty':false,"
                        + "'pipeStdin':true,'arg0':null,'sandbox':null,'enforceManagedNetwork':false,"
                        + "'managedNetwork':null,'opId':'1'}"));
    }

    @Test
    void tellsWhatHappensInOrderAndWithoutReading() {
        List<ExecEvent> events = heard(remote.started("p"));
        server().output("p", 1, "YQ==");
        server().exited("p", 2, 3);
        server().output("p", 3, "Yg==");
        server().closed("p", 4);
        assertThat(events)
                .containsExactly(output(1, "a"), new Exited(2, 3, false, null), output(3, "b"), new Closed(4));
        server().hasNothing();
    }

    @Test
    void keepsWhatComesBeforeTheAnswerToTheStartAndBeforeAListener() {
        Future<ExecProcess> start = remote.backend.start(start("p"));
        server().introduce("s1");
        server().output("p", 1, "YQ==");
        server().serve("process/start", "{'processId':'p','sandboxType':'none'}");
        server().output("p", 2, "Yg==");
        assertThat(heard(result(start))).containsExactly(output(1, "a"), output(2, "b"));
        server().hasNothing();
    }

    @Test
    void anEarlyExitGivesTheCodeWithoutAnyRead() {
        ExecProcess process = remote.started("p");
        server().exited("p", 1, 7);
        assertThat(process.state()).isEqualTo(new ProcessState(true, 7, null));
        server().hasNothing();
    }

    @Test
    void aDoubleIsIgnored() {
        List<ExecEvent> events = heard(remote.started("p"));
        server().output("p", 1, "YQ==");
        server().output("p", 1, "YQ==");
        assertThat(events).containsExactly(output(1, "a"));
    }

    @Test
    void aGapIsFilledByOneRead() {
        List<ExecEvent> events = heard(remote.started("p"));
        server().output("p", 1, "YQ==");
        server().output("p", 3, "Yw==");
        server().output("p", 4, "ZA==");
        assertThat(events).containsExactly(output(1, "a"));
        assertThat(server().serve(
                                "process/read",
                                "{'chunks':[{'seq':2,'stream':'stdout','chunk':'Yg=='},"
                                        + "{'seq':3,'stream':'stdout','chunk':'Yw=='}],'nextSeq':4,'exited':false,"
                                        + "'exitCode':null,'closed':false,'failure':null,'sandboxDenied':false}"))
                .isEqualTo(json("{'processId':'p','afterSeq':1,'maxBytes':null,'waitMs':0}"));
        assertThat(events).containsExactly(output(1, "a"), output(2, "b"), output(3, "c"), output(4, "d"));
        server().hasNothing();
    }

    @Test
    void aGapThatIsStillThereIsReadAgain() {
        List<ExecEvent> events = heard(remote.started("p"));
        server().output("p", 2, "Yg==");
        server().serve("process/read", RemoteFixture.NOTHING_NEW);
        server().hasNothing();
        remote.loop.pass(Duration.ofMillis(200));
        server().serve(
                        "process/read",
                        "{'chunks':[{'seq':1,'stream':'stdout','chunk':'YQ=='}],'nextSeq':3,'exited':false,'closed':false}");
        assertThat(events).containsExactly(output(1, "a"), output(2, "b"));
    }

    @Test
    void aServerThatNeverTellsWhatIsMissingIsNotAskedForEver() {
        ExecProcess process = remote.started("p");
        List<ExecEvent> events = heard(process);
        server().output("p", 2, "Yg==");
        for (int i = 0; i < 26; i++) {
            server().serve("process/read", RemoteFixture.NOTHING_NEW);
            remote.loop.pass(Duration.ofMillis(200));
        }
        String message = "the exec-server does not tell what the process has printed";
        assertThat(events).containsExactly(new Failed(message));
        assertThat(process.state()).isEqualTo(new ProcessState(true, null, message));
    }

    @Test
    void anExitOfAnEarlyServerIsReadOnceForItsSandbox() {
        ExecProcess process = remote.started("p");
        List<ExecEvent> events = heard(process);
        server().say("{'method':'process/exited','params':{'processId':'p','seq':1,'exitCode':1}}");
        assertThat(process.state()).isEqualTo(new ProcessState(true, 1, null));
        server().closed("p", 2);
        server().serve(
                        "process/read",
                        "{'chunks':[],'nextSeq':3,'exited':true,'exitCode':1,'closed':true,'failure':null,'sandboxDenied':true}");
        assertThat(events).containsExactly(new Exited(1, 1, true, null), new Closed(2));
        server().hasNothing();
    }

    @Test
    void aHistoryThatBeginsAtTwoIsReadOnce() {
        List<ExecEvent> events = heard(remote.started("p"));
        server().output("p", 2, "Yg==");
        server().serve(
                        "process/read",
                        "{'chunks':[{'seq':2,'stream':'stdout','chunk':'Yg=='}],'nextSeq':3,'exited':false,'closed':false}");
        server().exited("p", 3, 0);
        server().closed("p", 4);
        assertThat(events).containsExactly(output(2, "b"), new Exited(3, 0, false, null), new Closed(4));
        server().hasNothing();
    }

    @Test
    void whatDoesNotFitBeforeAListenerIsRead() {
        ExecProcess process = remote.started("p");
        String half = Base64.getEncoder().encodeToString(new byte[EventOrder.KEPT_BYTES / 2]);
        server().output("p", 1, half);
        server().output("p", 2, half);
        server().hasNothing();
        List<ExecEvent> events = heard(process);
        assertThat(events).hasSize(1);
        assertThat(server().serve(
                                "process/read",
                                "{'chunks':[{'seq':2,'stream':'stdout','chunk':'" + half
                                        + "'}],'nextSeq':3,'exited':false,'closed':false}")
                        .path("afterSeq")
                        .asInt())
                .isEqualTo(1);
        assertThat(events).hasSize(2);
    }

    @Test
    void aQuietProcessIsAskedSinceItsLastWordMayBeLost() {
        List<ExecEvent> events = heard(remote.started("p"));
        server().output("p", 1, "YQ==");
        remote.loop.pass(RemoteSettings.DEFAULTS.quiet());
        server().hasNothing();
        remote.loop.pass(RemoteSettings.DEFAULTS.quiet());
        server().serve(
                        "process/read",
                        "{'chunks':[],'nextSeq':4,'exited':true,'exitCode':4,'closed':true,'sandboxDenied':false}");
        assertThat(events).containsExactly(output(1, "a"), new Exited(2, 4, false, null), new Closed(3));
    }

    @Test
    void aReadThatWaitsWaitsHere() {
        ExecProcess process = remote.started("p");
        Future<ReadResponse> read = process.read(0, 100, 5_000);
        server().hasNothing();
        server().output("p", 1, "YQ==");
        assertThat(
                        server().serve(
                                        "process/read",
                                        "{'chunks':[{'seq':1,'stream':'stdout','chunk':'YQ=='}],'nextSeq':2,'exited':false,'closed':false}"))
                .isEqualTo(json("{'processId':'p','afterSeq':0,'maxBytes':100,'waitMs':0}"));
        assertThat(result(read).nextSeq()).isEqualTo(2);
    }

    @Test
    void aReadThatWaitsInVainReadsAllTheSame() {
        ExecProcess process = remote.started("p");
        Future<ReadResponse> read = process.read(0, null, 50);
        remote.loop.pass(Duration.ofMillis(50));
        server().serve("process/read", RemoteFixture.NOTHING_NEW);
        assertThat(result(read).exited()).isFalse();
    }

    @Test
    void aLookThatFindsNothingNewDoesNotEndAWait() {
        ExecProcess process = remote.started("p");
        Future<ReadResponse> read = process.read(0, null, 60_000);
        remote.loop.pass(RemoteSettings.DEFAULTS.quiet());
        server().serve("process/read", RemoteFixture.NOTHING_NEW);
        assertThat(read.isComplete()).isFalse();
        server().hasNothing();
    }

    @Test
    void writesOneAfterTheOtherWithNumbersOfItsOwn() {
        ExecProcess process = remote.started("p");
        Future<WriteStatus> first = process.write(new byte[] {'a'});
        Future<WriteStatus> second = process.write(new byte[] {'b'});
        Future<Void> closed = process.closeStdin();
        assertThat(server().serve("process/write", "{'status':'accepted'}"))
                .isEqualTo(json("{'processId':'p','chunk':'YQ==','writeId':'1'}"));
        assertThat(result(first)).isEqualTo(WriteStatus.ACCEPTED);
        assertThat(second.isComplete()).isFalse();
        assertThat(server().serve("process/write", "{'status':'accepted'}"))
                .isEqualTo(json("{'processId':'p','chunk':'Yg==','writeId':'2'}"));
        assertThat(server().serve("process/closeStdin", "{}")).isEqualTo(json("{'processId':'p','opId':'2'}"));
        result(closed);
    }

    @Test
    void aLongWriteGoesInPieces() {
        ExecProcess process = remote.started("p");
        Future<WriteStatus> write = process.write(new byte[(2 << 20) + 1]);
        for (int i = 1; i <= 3; i++) {
            assertThat(server().serve("process/write", "{'status':'accepted'}")
                            .path("writeId")
                            .asText())
                    .isEqualTo(Integer.toString(i));
        }
        assertThat(result(write)).isEqualTo(WriteStatus.ACCEPTED);
    }

    @Test
    void theStatusOfAWriteTellsOfTheProcess() {
        ExecProcess unknown = remote.started("unknown");
        ExecProcess pipe = remote.started("pipe");
        ExecProcess terminal = remote.started("terminal", true);
        ExecProcess starting = remote.started("starting", true);
        assertThat(List.of(
                        written(unknown, "unknownProcess"),
                        written(pipe, "stdinClosed"),
                        written(terminal, "stdinClosed"),
                        written(starting, "starting")))
                .containsExactly(
                        WriteStatus.UNKNOWN_PROCESS,
                        WriteStatus.STDIN_CLOSED,
                        WriteStatus.STDIN_CLOSED,
                        WriteStatus.STARTING);
        assertThat(List.of(unknown, pipe, terminal, starting))
                .extracting(ExecProcess::id, process -> process.state().hasExited())
                .containsExactly(
                        tuple("unknown", true),
                        tuple("pipe", false),
                        tuple("terminal", true),
                        tuple("starting", false));
    }

    private WriteStatus written(ExecProcess process, String status) {
        Future<WriteStatus> write = process.write(new byte[1]);
        server().serve("process/write", "{'status':'" + status + "'}");
        return result(write);
    }

    @Test
    void aTerminationThatFailsLeavesItRunning() {
        ExecProcess process = remote.started("p");
        Future<Boolean> failing = process.terminate();
        server().refuse(server().next("process/terminate"), -32603, "no");
        assertThat(failure(failing)).isInstanceOf(ExecbusException.class).hasMessage("no");
        assertThat(process.state()).isEqualTo(ProcessState.RUNNING);
        Future<Boolean> terminate = process.terminate();
        server().serve("process/terminate", "{'running':true}");
        assertThat(result(terminate)).isTrue();
        assertThat(process.state()).isEqualTo(new ProcessState(true, null, null));
    }

    @Test
    void signalsAndResizes() {
        ExecProcess process = remote.started("p");
        process.signal("interrupt");
        process.resize(new TerminalSize(5, 6));
        assertThat(server().params("process/signal"))
                .isEqualTo(json("{'processId':'p','signal':'interrupt','opId':'2'}"));
        assertThat(server().params("process/resize")).isEqualTo(json("{'processId':'p','rows':5,'cols':6,'opId':'3'}"));
    }

    @Test
    void aStartThatFailsLeavesNothingBehind() {
        remote.started("other");
        Future<ExecProcess> failing = remote.backend.start(start("p"));
        server().refuse(server().next("process/start"), -32603, "No such file or directory (os error 2)");
        ExecbusException refusal = (ExecbusException) failure(failing);
        assertThat(refusal.code()).isEqualTo(ErrorCode.INTERNAL);
        assertThat(refusal).hasMessage("No such file or directory (os error 2)");
        remote.started("p");
    }

    @Test
    void anIdIsTakenOnceAtATime() {
        ExecProcess first = remote.started("p");
        assertThat(failure(remote.backend.start(start("p")))).hasMessage("process p already exists");
        server().closed("p", 1);
        remote.started("p");
        assertThat(heard(first)).containsExactly(new Closed(1));
    }

    @Test
    void aProcessThatTheWorkerHasLostFails() {
        ExecProcess process = remote.started("p");
        List<ExecEvent> events = heard(process);
        server().output("p", 2, "Yg==");
        server().serve(
                        "process/read",
                        "{'chunks':[],'nextSeq':1,'exited':true,'exitCode':null,'closed':true,'failure':'gone','sandboxDenied':false}");
        assertThat(events).containsExactly(new Failed("gone"));
        assertThat(process.state()).isEqualTo(new ProcessState(true, null, "gone"));
        assertThat(failure(process.write(new byte[1])))
                .isInstanceOf(BackendException.class)
                .hasMessage("gone");
        ReadResponse read = result(process.read(0, null, 1_000));
        assertThat(List.of(read.failure(), read.exited(), read.closed())).containsExactly("gone", true, true);
    }
}

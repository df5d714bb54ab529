package dev.execbus.client;

import static dev.execbus.client.RemoteFixture.failure;
import static dev.execbus.client.RemoteFixture.heard;
import static dev.execbus.client.RemoteFixture.result;
import static dev.execbus.client.RemoteFixture.start;
import static dev.execbus.client.ScriptedServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.execbus.client.ExecEvent.Closed;
import dev.execbus.client.ExecEvent.Exited;
import dev.execbus.client.ExecEvent.Failed;
import dev.execbus.client.ExecEvent.Output;
import dev.execbus.client.ScriptedServer.Connection;
import dev.execbus.protocol.ByteChunk;
import dev.execbus.protocol.FileMethods.RenameParams;
import dev.execbus.protocol.HttpMethods.BodyDeltaNotification;
import dev.execbus.protocol.HttpMethods.RedirectPolicy;
import dev.execbus.protocol.HttpMethods.RequestParams;
import dev.execbus.protocol.HttpMethods.RequestResponse;
import dev.execbus.protocol.ProcessMethods.WriteStatus;
import dev.execbus.protocol.SandboxParams;
import dev.execbus.protocol.StreamName;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RemoteRecoveryTest {
    private static final String DOUBTFUL =
            "the connection to the exec-server was lost, and it is not known whether %s was done";

    private final RemoteFixture remote = new RemoteFixture();

    private Connection server() {
        return remote.server.last();
    }

    private static Output output(long seq, String text) {
        return new Output(seq, StreamName.STDOUT, ByteChunk.utf8(text));
    }

    @Test
    void resumesAndReadsWhatWasMissed() {
        List<ExecEvent> events = heard(remote.started("p"));
        server().output("p", 1, "YQ==");
        Connection second = remote.reconnected();
        assertThat(second.introduce("s1")).isEqualTo("s1");
        assertThat(second.serve(
                        "process/read",
                        "{'chunks':[{'seq':2,'stream':'stdout','chunk':'Yg=='}],'nextSeq':5,'exited':true,"
                                + "'exitCode':7,'closed':true,'failure':null,'sandboxDenied':false}"))
                .isEqualTo(json("{'processId':'p','afterSeq':1,'maxBytes':null,'waitMs':0}"));
        assertThat(events)
                .containsExactly(output(1, "a"), output(2, "b"), new Exited(3, 7, false, null), new Closed(4));
        second.hasNothing();
    }

    @Test
    void reconnectsAtOnceWhenTheConnectionHasHeld() {
        remote.started("p");
        remote.loop.pass(Duration.ofSeconds(2));
        server().cut();
        remote.loop.pass(Duration.ZERO);
        assertThat(remote.server.connected()).isEqualTo(2);
    }

    @Test
    void whatIsPushedWhileItReadsIsNotToldTwice() {
        List<ExecEvent> events = heard(remote.started("p"));
        Connection second = remote.reconnected();
        second.introduce("s1");
        JsonNode read = second.next("process/read");
        second.output("p", 2, "Yg==");
        second.answer(
                read,
                "{'chunks':[{'seq':1,'stream':'stdout','chunk':'YQ=='},{'seq':2,'stream':'stdout','chunk':'Yg=='}],"
                        + "'nextSeq':3,'exited':false,'closed':false}");
        assertThat(events).containsExactly(output(1, "a"), output(2, "b"));
        second.hasNothing();
    }

    @Test
    void sendsAgainWhatWasNotAnsweredUnderTheSameNames() {
        ExecProcess process = remote.started("p");
        Future<WriteStatus> write = process.write(new byte[] {'x'});
        Future<Void> signal = process.signal("interrupt");
        Future<ExecProcess> other = remote.backend.start(start("q"));
        JsonNode firstWrite = server().next("process/write");
        JsonNode firstSignal = server().next("process/signal");
        JsonNode firstStart = server().next("process/start");
        Connection second = remote.reconnected();
        second.introduce("s1");
        assertThat(second.next("process/write")).isEqualTo(firstWrite);
        assertThat(second.next("process/signal")).isEqualTo(firstSignal);
        assertThat(second.next("process/start")).isEqualTo(firstStart);
        second.answer(firstWrite, "{'status':'accepted'}");
        second.answer(firstSignal, "{}");
        second.answer(firstStart, "{'processId':'q','sandboxType':'none'}");
        assertThat(result(write)).isEqualTo(WriteStatus.ACCEPTED);
        result(signal);
        assertThat(result(other).id()).isEqualTo("q");
    }

    @Test
    void aServerWithoutNamesRefusesTheSecondStartAndIsBelieved() {
        RemoteFixture reference = new RemoteFixture().withoutNames();
        reference.started("p");
        Future<ExecProcess> start = reference.backend.start(start("q"));
        reference.server.last().next("process/start");
        Connection second = reference.reconnected();
        second.introduce("s1", false);
        second.refuse(second.next("process/start"), -32600, "process q already exists");
        assertThat(result(start).id()).isEqualTo("q");
    }

    @Test
    void whatCouldBeDoneTwiceIsNotSentAgainToAServerWithoutNames() {
        RemoteFixture reference = new RemoteFixture().withoutNames();
        ExecProcess process = reference.started("p");
        Future<Void> signal = process.signal("interrupt");
        Future<Void> rename = reference.backend.files().rename(new RenameParams("/a", "/b", false, SandboxParams.NONE));
        reference.server.last().cut();
        assertThat(failure(signal)).isInstanceOf(BackendException.class).hasMessage(DOUBTFUL, "process/signal");
        assertThat(failure(rename)).hasMessage(DOUBTFUL, "fs/rename");
    }

    @Test
    void whatIsCalledMeanwhileWaits() {
        remote.started("p");
        server().cut();
        Future<ExecProcess> start = remote.backend.start(start("q"));
        assertThat(start.isComplete()).isFalse();
        remote.loop.pass(Duration.ofMillis(200));
        server().introduce("s1");
        server().serve("process/start", "{'processId':'q','sandboxType':'none'}");
        server().serve("process/read", RemoteFixture.NOTHING_NEW);
        assertThat(result(start).id()).isEqualTo("q");
    }

    @Test
    void aStartIsNotReadBeforeItIsAnswered() {
        Future<ExecProcess> start = remote.backend.start(start("p"));
        server().introduce("s1");
        server().next("process/start");
        Connection second = remote.reconnected();
        second.introduce("s1");
        second.serve("process/start", "{'processId':'p','sandboxType':'none'}");
        result(start);
        second.serve("process/read", RemoteFixture.NOTHING_NEW);
        second.hasNothing();
    }

    @Test
    void givesItsProcessesUpWhenTheWindowIsOver() {
        ExecProcess process = remote.started("p");
        List<ExecEvent> events = heard(process);
        remote.loop.pass(Duration.ofSeconds(2));
        remote.server.refusing("refused");
        server().cut();
        Future<WriteStatus> write = process.write(new byte[1]);
        remote.loop.pass(Duration.ofMillis(44_900));
        assertThat(events).isEmpty();
        assertThat(process.state()).isEqualTo(ProcessState.RUNNING);
        assertThat(remote.server.attempts()).isBetween(300, 900);
        remote.loop.pass(Duration.ofMillis(200));
        String message = "exec-server transport disconnected: broken; failed to resume exec-server session: "
                + "recovery timed out after 45s";
        assertThat(events).containsExactly(new Failed(message));
        assertThat(process.state()).isEqualTo(new ProcessState(true, null, message));
        assertThat(failure(write)).isInstanceOf(BackendException.class).hasMessage(message);
        int attempts = remote.server.attempts();
        remote.loop.pass(Duration.ofMinutes(1));
        assertThat(remote.server.attempts()).isEqualTo(attempts);
    }

    @Test
    void anotherSessionServesTheNextCall() {
        remote.started("p");
        remote.server.refusing("refused");
        server().cut();
        remote.loop.pass(Duration.ofSeconds(46));
        remote.server.refusing(null);
        Future<ExecProcess> start = remote.backend.start(start("p"));
        assertThat(server().introduce("s2")).isEmpty();
        server().serve("process/start", "{'processId':'p','sandboxType':'none'}");
        assertThat(result(start).state()).isEqualTo(ProcessState.RUNNING);
    }

    @Test
    void aSessionThatIsNotKnownIsLostAtOnce() {
        ExecProcess process = remote.started("p");
        List<ExecEvent> events = heard(process);
        Connection second = remote.reconnected();
        second.refuse(second.next("initialize"), -32600, "unknown session id s1");
        assertThat(events)
                .containsExactly(new Failed("exec-server transport disconnected: broken; failed to resume exec-server "
                        + "session: exec-server rejected request (-32600): unknown session id …"));
        assertThat(second.isClosed()).isTrue();
        assertThat(failure(process.terminate())).isInstanceOf(BackendException.class);
        assertThat(remote.server.connected()).isEqualTo(2);
    }

    @Test
    void aSessionThatIsStillAttachedIsTriedAgain() {
        List<ExecEvent> events = heard(remote.started("p"));
        Connection second = remote.reconnected();
        second.refuse(second.next("initialize"), -32010, "session s1 is already attached to another connection");
        remote.loop.pass(Duration.ofMillis(200));
        assertThat(server()).isNotSameAs(second);
        assertThat(server().introduce("s1")).isEqualTo("s1");
        assertThat(events).isEmpty();
    }

    @Test
    void aConnectionThatSpeaksForNobodyIsLeft() {
        ExecProcess process = remote.started("p");
        Future<Boolean> terminate = process.terminate();
        Connection first = server();
        first.refuse(first.next("process/terminate"), -32022, "stale");
        assertThat(first.isClosed()).isTrue();
        remote.loop.pass(Duration.ofMillis(200));
        server().introduce("s1");
        server().serve("process/terminate", "{'running':true}");
        assertThat(result(terminate)).isTrue();
    }

    @Test
    void aMalformedMessageEndsTheConnectionAndNotTheSession() {
        List<ExecEvent> events = heard(remote.started("p"));
        Connection first = server();
        first.say("{'method':'process/output','params':{'processId':'p','seq':1,'stream':'sideways','chunk':''}}");
        assertThat(first.isClosed()).isTrue();
        remote.loop.pass(Duration.ofMillis(200));
        assertThat(server().introduce("s1")).isEqualTo("s1");
        assertThat(events).isEmpty();
    }

    @Test
    void aServerThatCannotBeReachedFailsWhatWasAskedAndIsTriedAgainByTheNext() {
        remote.server.refusing("refused");
        assertThat(failure(remote.backend.start(start("p"))))
                .isInstanceOf(BackendException.class)
                .hasMessage("failed to connect to exec-server: refused");
        remote.server.refusing(null);
        remote.started("p");
    }

    @Test
    void anIntroductionIsNotWaitedForForEver() {
        Future<ExecProcess> start = remote.backend.start(start("p"));
        remote.loop.pass(Duration.ofSeconds(10));
        assertThat(failure(start)).hasMessage("failed to connect to exec-server: initialize timed out after 10s");
        assertThat(server().isClosed()).isTrue();
    }

    @Test
    void anAnswerIsNotWaitedForForEver() {
        Future<ExecProcess> start = remote.backend.start(start("p"));
        server().introduce("s1");
        remote.loop.pass(Duration.ofSeconds(121));
        assertThat(failure(start)).hasMessage("the exec-server did not answer process/start within 120s");
    }

    @Test
    void atMostNinetySixRequestsAreUnderWay() {
        remote.started("p");
        List<Future<ExecProcess>> starts = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            starts.add(remote.backend.start(start("p" + i)));
        }
        assertThat(server().unread()).isEqualTo(Requests.UNDER_WAY);
        server().serve("process/start", "{'processId':'p0','sandboxType':'none'}");
        assertThat(server().unread()).isEqualTo(Requests.UNDER_WAY);
        result(starts.getFirst());
    }

    @Test
    void anHttpRequestEndsWithItsConnection() {
        remote.started("p");
        List<BodyDeltaNotification> body = new ArrayList<>();
        Future<RequestResponse> streamed = remote.backend.http().stream(request("r1"), body::add);
        server().serve("http/request", "{'status':200,'headers':[],'bodyBase64':''}");
        Future<RequestResponse> waiting = remote.backend.http().stream(request("r2"), body::add);
        server().say("{'method':'http/request/bodyDelta','params':{'requestId':'r1','seq':1,'deltaBase64':'YQ==',"
                + "'done':false,'error':null}}");
        server().cut();
        String lost = "the connection to the exec-server was lost";
        assertThat(result(streamed).status()).isEqualTo(200);
        assertThat(failure(waiting)).hasMessage(DOUBTFUL, "http/request");
        assertThat(body)
                .containsExactlyInAnyOrder(
                        new BodyDeltaNotification("r1", 1, ByteChunk.utf8("a"), false, null),
                        new BodyDeltaNotification("r1", 2, ByteChunk.EMPTY, true, lost),
                        new BodyDeltaNotification("r2", 1, ByteChunk.EMPTY, true, lost));
    }

    private static RequestParams request(String id) {
        return new RequestParams(
                "GET", "http://example.org/", List.of(), null, Long.MAX_VALUE, RedirectPolicy.STOP, id, true);
    }

    @Test
    void closingKillsWhatRunsAndLeavesNothing() {
        ExecProcess process = remote.started("p");
        List<ExecEvent> events = heard(process);
        Future<Void> closed = remote.backend.close();
        server().serve("process/terminate", "{'running':true}");
        result(closed);
        assertThat(server().isClosed()).isTrue();
        assertThat(events).containsExactly(new Failed("the connection to the exec-server is closed"));
        assertThat(failure(remote.backend.start(start("q")))).isInstanceOf(BackendException.class);
        remote.loop.pass(Duration.ofSeconds(2));
        assertThat(remote.loop.waiting()).isZero();
    }

    @Test
    void closingDoesNotWaitForAServerThatSaysNothing() {
        remote.started("p");
        Future<Void> closed = remote.backend.close();
        remote.loop.pass(Duration.ofSeconds(2));
        result(closed);
    }
}

package dev.execbus.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.execbus.client.ScriptedServer.Connection;
import dev.execbus.protocol.ByteChunk;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecMethods.CommandParams;
import dev.execbus.protocol.ExecMethods.CommandSummary;
import dev.execbus.protocol.ExecMethods.OutcomeResponse;
import dev.execbus.protocol.ExecMethods.WriteStdinParams;
import dev.execbus.protocol.ExecbusException;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class RemoteExecTest {
    private static final String OUTCOME =
            "{'chunkId':'c','wallTimeSeconds':0.5,'exitCode':0,'originalTokenCount':1,'output':'o','text':'t'}";

    private final ManualLoop loop = new ManualLoop();
    private final ScriptedServer server = new ScriptedServer(loop);
    private final RemoteExec exec = new RemoteExec(loop, server, RemoteSettings.DEFAULTS, null);
    private final List<String> heard = new ArrayList<>();
    private int lost;

    private Connection opened() {
        Future<String> id = exec.open();
        Connection connection = server.last();
        assertThat(connection.introduce("s1")).isEmpty();
        connection.serve("exec/list", "{'commands':[]}");
        assertThat(RemoteFixture.result(id)).isEqualTo("s1");
        return connection;
    }

    private static CommandParams command(String cmd) {
        return new CommandParams(cmd, null, null, null, false, 500L, null, null, null, null, null, null);
    }

    private RemoteExec.Listener listener(String name) {
        return new RemoteExec.Listener() {
            @Override
            public void began(int sessionId) {
                heard.add(name + " began " + sessionId);
            }

            @Override
            public void printed(ByteChunk output) {
                heard.add(name + " printed " + output.utf8());
            }
        };
    }

    /** Tells that the command of this request has begun. */
    private static void began(Connection connection, int id, JsonNode request) {
        JsonNode params = request.get("params");
        began(connection, id, params.get("cmd").asText(), ",'callId':" + params.get("callId"));
    }

    private static void began(Connection connection, int id, String cmd, String callId) {
        connection.say("{'method':'exec/began','params':{'sessionId':" + id + ",'cmd':'" + cmd + "','cwd':'/'" + callId
                + "}}");
    }

    private static void printed(Connection connection, int id, String base64) {
        connection.say("{'method':'exec/outputDelta','params':{'sessionId':" + id + ",'stream':'stdout','chunk':'"
                + base64 + "'}}");
    }

    @Test
    void runsACommandAndTellsOfIt() {
        Connection connection = opened();
        Future<OutcomeResponse> answer = exec.command(command("make"), listener("one"));
        JsonNode request = connection.next("exec/command");
        assertThat(request.get("params").toString())
                .isEqualTo("{\"cmd\":\"make\",\"tty\":false,\"yieldTimeMs\":500,\"callId\":"
                        + request.at("/params/callId") + ",\"opId\":\"1\"}");

        began(connection, 1_000, request);
        printed(connection, 1_000, "aGk=");
        connection.answer(request, OUTCOME);
        printed(connection, 1_000, "aGk=");

        assertThat(RemoteFixture.result(answer)).isEqualTo(new OutcomeResponse("c", 0.5, 0, null, 1, "o", "t", null));
        assertThat(heard).containsExactly("one began 1000", "one printed hi");
    }

    @Test
    void twoThatAreAlikeAreToldApart() {
        Connection connection = opened();
        exec.command(command("make"), listener("one"));
        Future<OutcomeResponse> answer = exec.command(command("make"), listener("two"));
        JsonNode one = connection.next("exec/command");
        JsonNode two = connection.next("exec/command");

        began(connection, 1_000, two);
        began(connection, 1_001, one);
        printed(connection, 1_000, "aGk=");
        printed(connection, 1_001, "aGk=");
        connection.answer(two, OUTCOME);
        printed(connection, 1_000, "aGk=");
        printed(connection, 1_001, "aGk=");

        assertThat(RemoteFixture.result(answer).text()).isEqualTo("t");
        assertThat(heard)
                .containsExactly(
                        "two began 1000", "one began 1001", "two printed hi", "one printed hi", "one printed hi");
    }

    @Test
    void whatNobodyWaitsForIsNotTold() {
        Connection connection = opened();
        exec.command(command("make"), listener("one"));
        began(connection, 1_000, "make", "");
        began(connection, 1_001, "make", ",'callId':'1'");
        printed(connection, 1_000, "aGk=");
        printed(connection, 1_001, "aGk=");

        assertThat(heard).isEmpty();
    }

    @Test
    void theCallKeepsItsNameWhenItIsAskedForAgain() {
        Connection connection = opened();
        exec.command(command("make"), listener("one"));
        JsonNode before = connection.params("exec/command");
        connection.cut();
        loop.pass(RemoteSettings.DEFAULTS.reconnectPause().multipliedBy(2));
        Connection next = server.last();
        next.introduce("s1");
        JsonNode again = next.next("exec/command");
        began(next, 1_000, again);

        assertThat(again.get("params")).isEqualTo(before);
        assertThat(heard).containsExactly("one began 1000");
    }

    @Test
    void asksTheRest() {
        Connection connection = opened();
        Future<OutcomeResponse> written = exec.writeStdin(new WriteStdinParams(7, "x", null, null));
        Future<List<CommandSummary>> listed = exec.list();
        Future<Boolean> terminated = exec.terminate(7);
        Future<Optional<ByteChunk>> transcript = exec.transcript(7);
        Future<Optional<ByteChunk>> none = exec.transcript(8);

        assertThat(connection.serve("exec/writeStdin", OUTCOME).path("chars").asText())
                .isEqualTo("x");
        connection.serve(
                "exec/list", "{'commands':[{'sessionId':7,'cmd':'make','cwd':'/','tty':true,'exited':false}]}");
        connection.serve("exec/terminate", "{'running':true}");
        connection.serve("exec/transcript", "{'output':'aGk='}");
        connection.serve("exec/transcript", "{'output':null}");

        assertThat(RemoteFixture.result(written).text()).isEqualTo("t");
        assertThat(RemoteFixture.result(listed)).containsExactly(new CommandSummary(7, "make", "/", true, false, null));
        assertThat(RemoteFixture.result(terminated)).isTrue();
        assertThat(RemoteFixture.result(transcript)).contains(ByteChunk.utf8("hi"));
        assertThat(RemoteFixture.result(none)).isEmpty();
    }

    @Test
    void aCommandIsAskedForAgainWhenItsConnectionIsLost() {
        Connection connection = opened();
        Future<OutcomeResponse> answer = exec.command(command("make"), listener("one"));
        String named = connection.params("exec/command").get("opId").asText();
        connection.cut();
        loop.pass(RemoteSettings.DEFAULTS.reconnectPause().multipliedBy(2));

        assertThat(server.last().introduce("s1")).isEqualTo("s1");
        assertThat(server.last().serve("exec/command", OUTCOME).get("opId").asText())
                .isEqualTo(named);
        assertThat(RemoteFixture.result(answer).text()).isEqualTo("t");
    }

    @Test
    void resumesASession() {
        RemoteExec resumed = new RemoteExec(loop, server, RemoteSettings.DEFAULTS, "s9");
        Future<String> id = resumed.open();
        assertThat(server.last().introduce("s9")).isEqualTo("s9");
        server.last().serve("exec/list", "{'commands':[]}");

        assertThat(RemoteFixture.result(id)).isEqualTo("s9");
    }

    /** The server would answer a name it knows with what it answered before. */
    @Test
    void operationsInAResumedSessionHaveNamesThatNobodyHasGiven() {
        Set<String> names = new HashSet<>();
        names.add("1");
        for (int client = 0; client < 2; client++) {
            RemoteExec resumed = new RemoteExec(loop, server, RemoteSettings.DEFAULTS, "s9");
            resumed.command(command("make"), listener("one"));
            server.last().introduce("s9");
            names.add(server.last().params("exec/command").get("opId").asText());
        }
        assertThat(names).hasSize(3);
    }

    @Test
    void aSessionThatNobodyKnowsIsNoMishap() {
        RemoteExec resumed = new RemoteExec(loop, server, RemoteSettings.DEFAULTS, "s9");
        Future<String> id = resumed.open();
        server.last().refuse(server.last().next("initialize"), -32600, "unknown session id s9");

        assertThat(RemoteFixture.failure(id))
                .isInstanceOfSatisfying(
                        ExecbusException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST))
                .hasMessage("unknown session id");
    }

    @Test
    void aLostSessionIsNotFollowedByAnother() {
        exec.whenLost(() -> lost++);
        Connection connection = opened();
        Future<OutcomeResponse> answer = exec.command(command("make"), listener("one"));
        connection.cut();
        server.refusing("gone");
        loop.pass(RemoteSettings.DEFAULTS.recoveryWindow().multipliedBy(2));

        assertThat(RemoteFixture.failure(answer)).isInstanceOf(BackendException.class);
        assertThat(lost).isEqualTo(1);
        assertThat(RemoteFixture.failure(exec.list())).hasMessage("the session of the exec-server is over");
        assertThat(RemoteFixture.result(exec.close())).isNull();
        assertThat(lost).isEqualTo(1);
    }

    @Test
    void whoLeavesIsNotToldThatTheSessionIsLost() {
        exec.whenLost(() -> lost++);
        Connection connection = opened();

        assertThat(exec.close().succeeded()).isTrue();

        assertThat(connection.isClosed()).isTrue();
        assertThat(lost).isZero();
        assertThat(exec.list().failed()).isTrue();
    }
}

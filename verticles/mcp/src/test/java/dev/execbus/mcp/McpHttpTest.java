package dev.execbus.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.mcp.RawAgent.Event;
import dev.execbus.mcp.RawAgent.Events;
import dev.execbus.protocol.ByteChunk;
import dev.execbus.testkit.Eventually;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Streamable HTTP, seen from the wire. */
@Timeout(30)
final class McpHttpTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final McpSettings SETTINGS = new McpSettings(
            3, 2, 64 << 10, 64 << 10, 1 << 20, Duration.ofMinutes(30), Duration.ofMillis(100), Duration.ofMillis(50));

    private final McpServerFixture server = new McpServerFixture(SETTINGS);
    private final RawAgent agent = new RawAgent(server.url());

    @AfterEach
    void stop() {
        agent.close();
        server.close();
    }

    @Test
    void whoTakesNoStreamGetsTheAnswerAsJson() {
        HttpResponse<String> response =
                agent.introduced().answer(agent.post(RawAgent.call(1, "echo").encode(), "application/json"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(new JsonObject(response.body()).getJsonObject("result").getBoolean("isError"))
                .isFalse();
    }

    @Test
    void aStreamEndsWithTheAnswer() {
        try (Events events = agent.introduced()
                .events(agent.post(RawAgent.call("one", "echo").encode(), RawAgent.BOTH))) {
            assertThat(events.status()).isEqualTo(200);
            assertThat(events.type()).isEqualTo("text/event-stream");
            Event answer = events.next();
            assertThat(answer.id()).isEqualTo("1-1");
            assertThat(answer.data().getString("id")).isEqualTo("one");
            assertThat(events.next()).isNull();
        }
    }

    @Test
    void aBrokenStreamGoesOnWhereItBroke() {
        agent.introduced();
        Events first = agent.events(agent.post(withProgress(1).encode(), RawAgent.BOTH));
        FakeTools.Asked asked = asked(0);
        asked.listener().printed(ByteChunk.utf8("one"));
        Event told = first.next();
        assertThat(told.data().getJsonObject("params").getString("message")).isEqualTo("one");
        first.close();

        asked.listener().printed(ByteChunk.utf8("two"));
        try (Events second = agent.events(agent.get().header("Last-Event-ID", told.id()))) {
            assertThat(second.next().data().getJsonObject("params").getString("message"))
                    .isEqualTo("two");
            asked.answer().complete(FakeTools.exited("done"));
            assertThat(second.next().data().getInteger("id")).isEqualTo(1);
            assertThat(second.next()).isNull();
        }
        // Also when it is all over.
        try (Events third = agent.events(agent.get().header("Last-Event-ID", told.id()))) {
            assertThat(List.of(third.next().id(), third.next().id())).containsExactly("1-2", "1-3");
            assertThat(third.next()).isNull();
        }
        assertThat(server.opener.last().terminated).isEmpty();
    }

    @Test
    void aConnectionThatGoesOnWithAStreamTakesItOver() {
        agent.introduced();
        try (Events first = agent.events(agent.post(RawAgent.call(1, "wait").encode(), RawAgent.BOTH)
                .header("MCP-Protocol-Version", "2025-11-25"))) {
            Event start = first.next();
            assertThat(start).isEqualTo(new Event("1-0", null));
            try (Events second = agent.events(agent.get().header("Last-Event-ID", start.id()))) {
                assertThat(first.next()).isNull();
                asked(0).answer().complete(FakeTools.exited("done"));
                assertThat(second.next().id()).isEqualTo("1-1");
            }
        }
    }

    @Test
    void eventsThatAreNotKeptAreNotFound() {
        agent.introduced();
        for (String id : List.of("7-1", "x", "1-", "", "-1")) {
            assertThat(agent.answer(agent.get().header("Last-Event-ID", id)).statusCode())
                    .as(id)
                    .isEqualTo(404);
        }
    }

    private static JsonObject withProgress(int id) {
        JsonObject call = RawAgent.call(id, "wait");
        call.getJsonObject("params").put("_meta", new JsonObject().put("progressToken", 5));
        return call;
    }

    private FakeTools.Asked asked(int index) {
        Eventually.holds(
                "the command is asked for",
                SOON,
                () -> server.opener.last().commands.size() > index);
        return server.opener.last().commands.get(index);
    }

    @Test
    void aCancelledCommandIsEndedAndNotAnswered() {
        agent.introduced();
        try (Events events = agent.events(agent.post(RawAgent.call(1, "wait").encode(), RawAgent.BOTH))) {
            FakeTools.Asked asked = asked(0);
            asked.listener().began(1_000);

            assertThat(cancel(1).statusCode()).isEqualTo(202);

            assertThat(events.next()).isNull();
            Eventually.holds(
                    "it is ended", SOON, () -> server.opener.last().terminated.equals(List.of(1_000)));
        }
        assertThat(cancel(1).statusCode()).isEqualTo(202);
        assertThat(cancel("unknown").statusCode()).isEqualTo(202);
    }

    @Test
    void aCommandIsEndedAlsoIfItTellsItsNumberAfterItWasCancelled() {
        agent.introduced();
        try (Events events = agent.events(agent.post(RawAgent.call(1, "wait").encode(), RawAgent.BOTH))) {
            FakeTools.Asked asked = asked(0);
            cancel(1);
            assertThat(events.next()).isNull();

            asked.answer().complete(FakeTools.running(""));

            Eventually.holds(
                    "it is ended", SOON, () -> server.opener.last().terminated.equals(List.of(1_000)));
        }
    }

    private HttpResponse<String> cancel(Object requestId) {
        return agent.answer(agent.post(
                new JsonObject()
                        .put("jsonrpc", "2.0")
                        .put("method", "notifications/cancelled")
                        .put("params", new JsonObject().put("requestId", requestId))
                        .encode(),
                RawAgent.BOTH));
    }

    @Test
    void aBrokenConnectionCancelsNothing() {
        agent.introduced();
        agent.events(agent.post(RawAgent.call(1, "wait").encode(), RawAgent.BOTH))
                .close();
        FakeTools.Asked asked = asked(0);
        asked.answer().complete(FakeTools.running(""));

        assertThat(agent.answer(agent.post(RawAgent.call(2, "echo").encode(), "application/json"))
                        .statusCode())
                .isEqualTo(200);
        assertThat(server.opener.last().terminated).isEmpty();
    }

    @Test
    void requestsOfOneAgentAreBounded() {
        agent.introduced();
        try (Events one = agent.events(agent.post(RawAgent.call(1, "wait").encode(), RawAgent.BOTH));
                Events two = agent.events(agent.post(RawAgent.call(2, "wait").encode(), RawAgent.BOTH))) {
            asked(1);
            assertThat(error(agent.answer(agent.post(RawAgent.call(3, "echo").encode(), RawAgent.BOTH))))
                    .contains("2 requests are under way, which is the limit");
            assertThat(error(agent.answer(agent.post(RawAgent.call(2, "echo").encode(), RawAgent.BOTH))))
                    .contains("a request with this id is under way");
            asked(0).answer().complete(FakeTools.exited(""));
            assertThat(one.next().data().containsKey("result")).isTrue();
            assertThat(agent.answer(agent.post(RawAgent.call(4, "echo").encode(), "application/json"))
                            .body())
                    .contains("result");
            assertThat(two.status()).isEqualTo(200);
        }
    }

    private static String error(HttpResponse<String> response) {
        assertThat(response.statusCode()).isEqualTo(200);
        return response.body();
    }

    @Test
    void agentsAreBounded() {
        for (int i = 0; i < 3; i++) {
            new RawAgent(server.url()).introduced().close();
        }
        HttpResponse<String> refused = agent.answer(agent.post(
                RawAgent.request(0, "initialize", RawAgent.introduction()).encode(), RawAgent.BOTH));

        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.body()).contains("there are 3 agents, which is the limit");
    }

    @Test
    void listensToWhatIsSaidWithoutBeingAsked() {
        agent.introduced();
        try (Events listening = agent.events(agent.get())) {
            assertThat(listening.status()).isEqualTo(200);
            // It is kept alive.
            assertThat(listening.line()).isEqualTo(":");
            try (Events again = agent.events(agent.get())) {
                assertThat(listening.next()).isNull();
                assertThat(again.line()).isEqualTo(":");
            }
        }
    }

    @Test
    void whatIsEndedIsNotKnownAnyMore() {
        agent.introduced();
        try (Events listening = agent.events(agent.get())) {
            assertThat(agent.answer(agent.delete()).statusCode()).isEqualTo(204);
            assertThat(listening.next()).isNull();
        }
        assertThat(server.opener.last().ends).containsExactly("end");
        assertThat(agent.answer(agent.post(RawAgent.call(1, "echo").encode(), RawAgent.BOTH))
                        .statusCode())
                .isEqualTo(404);
        assertThat(agent.answer(agent.delete()).statusCode()).isEqualTo(404);
    }

    @Test
    void aSessionThatIsLostIsNotKnownAnyMore() {
        agent.introduced();
        try (Events events = agent.events(agent.post(RawAgent.call(1, "wait").encode(), RawAgent.BOTH))) {
            server.opener.last().lose();
            assertThat(events.next()).isNull();
        }
        assertThat(agent.answer(agent.post(RawAgent.call(2, "echo").encode(), RawAgent.BOTH))
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void aSessionOfAnotherGatewayIsTakenOver() {
        server.opener.left.add("elsewhere");

        HttpResponse<String> response =
                agent.as("elsewhere").answer(agent.post(RawAgent.call(1, "echo").encode(), "application/json"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(server.opener.last().id()).isEqualTo("elsewhere");
        assertThat(agent.answer(agent.post(RawAgent.call(2, "echo").encode(), "application/json"))
                        .statusCode())
                .isEqualTo(200);
        assertThat(server.opener.opened).hasSize(1);
    }

    @Test
    void agentsAreSentAwayWhenTheGatewayLeaves() {
        agent.introduced();
        try (Events listening = agent.events(agent.get())) {
            McpServerFixture.await(server.verticle.drain());
            assertThat(listening.next()).isNull();
        }
        assertThat(server.opener.last().ends).containsExactly("leave");
        // Not 404: the agent shall come again, with this session, elsewhere.
        assertThat(agent.answer(agent.post(RawAgent.call(1, "echo").encode(), RawAgent.BOTH))
                        .statusCode())
                .isEqualTo(503);
        assertThat(agent.answer(agent.post(
                                RawAgent.request(0, "initialize", RawAgent.introduction())
                                        .encode(),
                                RawAgent.BOTH))
                        .statusCode())
                .isEqualTo(503);
    }

    @Test
    void whoAsksNothingForLongIsForgotten() {
        try (McpServerFixture other = new McpServerFixture(
                        new McpSettings(3, 2, 1 << 16, 1 << 16, 1 << 16, Duration.ofMillis(1), SOON, SOON));
                RawAgent idle = new RawAgent(other.url())) {
            idle.introduced();
            Eventually.holds(
                    "it has ended", SOON, () -> other.opener.last().ends.equals(List.of("end")));
        }
    }

    @Test
    void refusesWhatIsNotUnderstood() {
        String ping = RawAgent.request(1, "ping", new JsonObject()).encode();
        assertThat(status(ping)).isEqualTo(400);
        agent.introduced();
        assertThat(agent.answer(agent.post(ping, "text/html")).statusCode()).isEqualTo(406);
        assertThat(agent.answer(agent.post(ping, RawAgent.BOTH).setHeader("Content-Type", "text/plain"))
                        .statusCode())
                .isEqualTo(415);
        assertThat(agent.answer(agent.post(ping, RawAgent.BOTH).header("MCP-Protocol-Version", "1999-01-01"))
                        .statusCode())
                .isEqualTo(400);
        assertThat(agent.answer(agent.get().setHeader("Accept", "application/json"))
                        .statusCode())
                .isEqualTo(406);
        assertThat(status("no json")).isEqualTo(400);
        assertThat(status("[]")).isEqualTo(400);
        assertThat(status("{}")).isEqualTo(400);
        assertThat(status("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":5}"))
                .isEqualTo(400);
        assertThat(status("{\"padding\":\"" + "x".repeat(64 << 10) + "\"}")).isEqualTo(413);
        HttpResponse<String> put =
                agent.answer(agent.post(ping, RawAgent.BOTH).method("PUT", HttpRequest.BodyPublishers.ofString(ping)));
        assertThat(put.statusCode()).isEqualTo(405);
        assertThat(put.headers().firstValue("Allow")).contains("GET, POST, DELETE");
        assertThat(error(agent.answer(agent.post(
                        RawAgent.request(1, "no/such", new JsonObject()).encode(), RawAgent.BOTH))))
                .contains("-32601");
    }

    private int status(String body) {
        return agent.answer(agent.post(body, RawAgent.BOTH)).statusCode();
    }
}

package dev.execbus.transport;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.execbus.bus.GatewayService;
import dev.execbus.protocol.ExecMethods.ApproveParams;
import dev.execbus.protocol.RpcFrames;
import dev.execbus.protocol.RpcId;
import io.vertx.core.Future;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ClientQuestionsTest {
    private static final JsonNode RESULT = RpcFrames.tree(Map.of("decision", "approved"));

    private final TestDoor door = new TestDoor();
    private final ClientQuestions questions = new ClientQuestions(door);

    private static RpcId id(String text) {
        return new RpcId.Text(text);
    }

    private Future<JsonNode> ask() {
        return questions.ask("exec/approve", new ApproveParams("cmd", "/", "why", null, null, null, null), 0);
    }

    @Test
    void onlyWhoAnswersIsAsked() {
        assertThat(ask().cause()).hasMessage("the client does not answer questions (capability approvals)");
        assertThat(questions.answered(id("s1"), RESULT)).isFalse();
    }

    @Test
    void answersFindTheirQuestions() {
        questions.introduce(true);
        Future<JsonNode> first = ask();
        Future<JsonNode> second = ask();
        assertThat(questions.refused(id("s2"), "no")).isTrue();
        assertThat(second.cause()).hasMessage("the client refused: no");
        assertThat(first.isComplete()).isFalse();
        assertThat(questions.answered(id("s1"), RESULT)).isTrue();
        assertThat(first.result()).isEqualTo(RESULT);
    }

    @Test
    void whatIsAnsweredTwiceOrTooLateIsLetBe() {
        questions.introduce(true);
        Future<JsonNode> first = ask();
        questions.expire(GatewayService.APPROVAL_DEADLINE.toNanos() - 1);
        assertThat(first.isComplete()).isFalse();
        questions.expire(GatewayService.APPROVAL_DEADLINE.toNanos());
        assertThat(first.cause()).hasMessage("the client has not answered in time");
        assertThat(questions.answered(id("s1"), RESULT)).isTrue();
        assertThat(questions.refused(id("s1"), "no")).isTrue();
    }

    @Test
    void whatWasNeverAskedIsNoAnswer() {
        questions.introduce(true);
        ask();
        assertThat(questions.answered(id("s2"), RESULT)).isFalse();
        assertThat(questions.answered(id("s0"), RESULT)).isFalse();
        assertThat(questions.answered(id("s99999999999999999999"), RESULT)).isFalse();
        assertThat(questions.answered(id("x"), RESULT)).isFalse();
        assertThat(questions.refused(new RpcId.Numeric(1), "no")).isFalse();
    }

    @Test
    void questionsAreBounded() {
        questions.introduce(true);
        for (int i = 0; i < ClientQuestions.MOST; i++) {
            ask();
        }
        assertThat(ask().cause()).hasMessage("64 questions wait for an answer of the client, which is the limit");
    }

    @Test
    void whoeverIsGoneAnswersNothing() {
        questions.introduce(true);
        Future<JsonNode> asked = ask();
        questions.end();
        assertThat(asked.cause()).hasMessage("the client is gone");
    }
}

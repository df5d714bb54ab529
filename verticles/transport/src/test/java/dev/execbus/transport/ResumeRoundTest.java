package dev.execbus.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.bus.NodeName;
import dev.execbus.bus.SessionId;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResumeRoundTest {
    private static final NodeName ONE = new NodeName("w1");
    private static final NodeName OTHER = new NodeName("w2");
    private static final String UNKNOWN = "INVALID_REQUEST unknown session id s";
    private static final String LATER =
            "SESSION_ALREADY_ATTACHED session s may be on a worker that cannot be reached at the moment";

    private final ResumeRound round = new ResumeRound(new SessionId("s"), List.of(ONE, OTHER));

    @Test
    void isUnknownOnceEverybodyHasDenied() {
        round.denied(ONE, unknown());
        assertThat(verdict(false)).isEqualTo("open");
        round.denied(OTHER, unknown());
        assertThat(verdict(false)).isEqualTo(UNKNOWN);
    }

    @Test
    void isUnknownWhereNobodyIsThereToAsk() {
        assertThat(new ResumeRound(new SessionId("s"), List.of()).verdict(false))
                .hasValueSatisfying(refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_REQUEST));
    }

    @Test
    void isToBeTriedAgainWhileSomebodyCouldNotBeAsked() {
        round.denied(ONE, unknown());
        round.denied(OTHER, unknown());
        assertThat(verdict(true)).isEqualTo(LATER);
    }

    @Test
    void isToBeTriedAgainWhenSomebodyIsNotReached() {
        round.denied(ONE, new ExecbusException(ErrorCode.WORKER_UNAVAILABLE, "gone"));
        round.denied(OTHER, unknown());
        assertThat(verdict(false)).isEqualTo(LATER);
    }

    @Test
    void isToBeTriedAgainWhenSomebodyDoesNotAnswer() {
        round.denied(ONE, unknown());
        round.giveUp();
        assertThat(verdict(false)).isEqualTo(LATER);
    }

    @Test
    void believesTheWorkerThatHasIt() {
        round.denied(OTHER, new ExecbusException(ErrorCode.SESSION_ALREADY_ATTACHED, "taken"));
        assertThat(verdict(true)).isEqualTo("SESSION_ALREADY_ATTACHED taken");
    }

    @Test
    void passesOnWhatElseWentWrong() {
        round.denied(ONE, ExecbusException.internal("broken"));
        assertThat(verdict(false)).isEqualTo("open");
        round.denied(OTHER, unknown());
        assertThat(verdict(true)).isEqualTo("INTERNAL broken");
    }

    @Test
    void countsEachAnswerOnce() {
        round.denied(ONE, unknown());
        round.denied(ONE, unknown());
        assertThat(verdict(false)).isEqualTo("open");
    }

    private static ExecbusException unknown() {
        return ExecbusException.invalidRequest("unknown session id s");
    }

    private String verdict(boolean unasked) {
        return round.verdict(unasked)
                .map(refusal -> refusal.code() + " " + refusal.getMessage())
                .orElse("open");
    }
}

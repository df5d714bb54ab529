package dev.execbus.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** With nothing but the client on the class path. */
@Timeout(60)
final class ExecbusTest {
    @Test
    void saysWhatIsMissing() {
        assertThatThrownBy(() -> Execbus.connect(Map.of()))
                .isInstanceOf(BackendException.class)
                .hasMessage(
                        "there is nowhere to run commands: EXECBUS_URL names no server, and there is no execbus-server"
                                + " on the class path to run them in this process");
    }

    @Test
    void aServerIsReachedWithTheFirstCallOnly() throws Exception {
        ExecBackend backend = Execbus.connect(Map.of("EXECBUS_URL", "garbage"));
        assertThatThrownBy(() -> backend.start(Command.of("true")).await(30, TimeUnit.SECONDS))
                .isInstanceOf(BackendException.class);
        backend.close().await(30, TimeUnit.SECONDS);
        backend.close().await(30, TimeUnit.SECONDS);
    }

    @Test
    void commandsAreBuiltStepByStep() {
        assertThat(Command.of("a", "b")
                        .in("/c")
                        .with("D", "e")
                        .with("F", "g")
                        .onTerminal()
                        .withStdin())
                .isEqualTo(new Command(List.of("a", "b"), "/c", Map.of("D", "e", "F", "g"), true, true))
                .hasToString("Command[a]");
    }
}

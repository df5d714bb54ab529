package dev.execbus.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.protocol.TerminalSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LocalTerminalTest {
    private final List<String> commands = new ArrayList<>();
    private String size = "50 132";

    @Test
    void isNotThereWhenSttyFails() {
        assertThat(LocalTerminal.open(arguments -> Optional.empty())).isEmpty();
    }

    @Test
    void restoresTheSettingsItFoundOnce() {
        LocalTerminal terminal = LocalTerminal.open(this::stty).orElseThrow();
        terminal.makeRaw();
        terminal.restore();
        terminal.restore();

        assertThat(commands).containsExactly("-g", "raw -echo", "500:5:bf");
    }

    @Test
    void stopsBeingTakenOverOnceRestored() {
        LocalTerminal terminal = LocalTerminal.open(this::stty).orElseThrow();
        terminal.restore();
        terminal.makeRaw();

        assertThat(commands).containsExactly("-g");
    }

    @Test
    void tellsItsSize() {
        assertThat(LocalTerminal.open(this::stty).orElseThrow().size()).isEqualTo(new TerminalSize(50, 132));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 0", "", "99999 80", "rows"})
    void hasTheUsualSizeWhenItsOwnIsUnknown(String answer) {
        size = answer;

        assertThat(LocalTerminal.open(this::stty).orElseThrow().size()).isEqualTo(TerminalSize.DEFAULT);
    }

    private Optional<String> stty(String... arguments) {
        String command = String.join(" ", arguments);
        if (command.equals("size")) {
            return Optional.of(size);
        }
        commands.add(command);
        return Optional.of("500:5:bf");
    }
}

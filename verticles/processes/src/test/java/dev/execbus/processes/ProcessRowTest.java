package dev.execbus.processes;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class ProcessRowTest {
    private static final String NUMBERS =
            " S 41 40 39 34816 -1 4194304 123 0 0 0 7 8 0 0 20 0 1 0 987654321012 10240000 250 18446744073709551615 1\n";

    @Test
    void readsALine() {
        assertThat(parse("42 (sleep)" + NUMBERS)).isEqualTo(new ProcessRow(42, 41, 39, 'S', 987654321012L, 250));
    }

    @Test
    void isNotFooledByNames() {
        assertThat(parse("42 (a) Z 1 (b) R 9)" + NUMBERS))
                .isEqualTo(new ProcessRow(42, 41, 39, 'S', 987654321012L, 250));
    }

    @Test
    void knowsWhoHasEnded() {
        assertThat(new ProcessRow(1, 1, 1, 'Z', 1, 0).ended()).isTrue();
        assertThat(new ProcessRow(1, 1, 1, 'X', 1, 0).ended()).isTrue();
        assertThat(new ProcessRow(1, 1, 1, 'T', 1, 0).ended()).isFalse();
    }

    @Test
    void refusesWhatIsNoLine() {
        assertThatThrownBy(() -> parse("42 sleep S 41")).hasMessage("not a line of the process table");
        assertThatThrownBy(() -> parse("42 (sleep) S 41 40")).hasMessage("not a line of the process table");
        assertThatThrownBy(() -> parse("")).hasMessage("not a line of the process table");
    }

    private static ProcessRow parse(String line) {
        byte[] bytes = line.getBytes(US_ASCII);
        return ProcessRow.parse(bytes, bytes.length);
    }
}

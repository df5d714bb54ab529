package dev.execbus.unifiedexec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ResponseTextTest {
    @Test
    void tellsOfOneThatHasExited() {
        assertThat(ResponseText.of("a3df38", 0.04764, 3, null, 1, "no", null)).isEqualTo("""
                        Chunk ID: a3df38
                        Wall time: 0.0476 seconds
                        Process exited with code 3
                        Original token count: 1
                        Output:
                        no""");
    }

    @Test
    void tellsOfOneThatRuns() {
        assertThat(ResponseText.of("000001", 10, null, 25_801, 0, "", null)).isEqualTo("""
                        Chunk ID: 000001
                        Wall time: 10.0000 seconds
                        Process running with session ID 25801
                        Original token count: 0
                        Output:
                        """);
    }

    @Test
    void leavesOutWhatIsNotKnown() {
        assertThat(ResponseText.of("ffffff", 0, null, null, 0, "", null)).isEqualTo("""
                        Chunk ID: ffffff
                        Wall time: 0.0000 seconds
                        Original token count: 0
                        Output:
                        """);
    }

    @Test
    void aWarningComesFirst() {
        assertThat(ResponseText.of("ffffff", 0, 0, null, 0, "x\n", "too many")).isEqualTo("""
                        Warning: too many
                        Chunk ID: ffffff
                        Wall time: 0.0000 seconds
                        Process exited with code 0
                        Original token count: 0
                        Output:
                        x
                        """);
    }
}

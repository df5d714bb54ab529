package dev.execbus.unifiedexec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.protocol.ByteChunk;
import dev.execbus.unifiedexec.HeadTailBuffer.Content;
import org.junit.jupiter.api.Test;

final class TruncationTest {
    private final Truncation truncation = new Truncation(10_000, 10_000);

    private static Content content(String text) {
        return new Content(ByteChunk.utf8(text), ByteChunk.EMPTY, 0);
    }

    private String apply(String text, Long maxTokens) {
        return truncation.apply(content(text), maxTokens);
    }

    @Test
    void whatFitsIsUnchanged() {
        assertThat(apply("", 0L)).isEmpty();
        assertThat(apply("abcd", 1L)).isEqualTo("abcd");
        assertThat(apply("x".repeat(10_000), null)).isEqualTo("x".repeat(10_000));
    }

    @Test
    void tokensAreCountedFromTheBudget() {
        assertThat(apply("€".repeat(20), 1L))
                .isEqualTo("Warning: truncated output (original token count: 15)\nTotal output lines: 1\n\n"
                        + "…14 tokens truncated…");
    }

    @Test
    void halfOfTheBudgetIsForEachSide() {
        assertThat(apply("0123456789abcdefghij", 2L))
                .isEqualTo("Warning: truncated output (original token count: 5)\nTotal output lines: 1\n\n"
                        + "0123…3 tokens truncated…ghij");
    }

    @Test
    void charactersAreCountedAsTheyWereRemoved() {
        assertThat(apply("€".repeat(10_000), null))
                .isEqualTo("Warning: truncated output (original token count: 7500)\nTotal output lines: 1\n\n"
                        + "€".repeat(1_666) + "…6668 chars truncated…" + "€".repeat(1_666));
    }

    @Test
    void thePolicyOfTheModelIsTheBound() {
        String text = "x".repeat(10_001);
        assertThat(apply(text, 2_500L)).contains("…1 chars truncated…");
        assertThat(apply(text, 10_000_000_000_000L)).contains("…1 chars truncated…");
        assertThat(apply(text, 2_499L)).contains("…2 tokens truncated…");
    }

    @Test
    void nothingAtAllIsWanted() {
        assertThat(apply("abc", 0L))
                .isEqualTo("Warning: truncated output (original token count: 1)\nTotal output lines: 1\n\n"
                        + "…1 tokens truncated…");
    }

    @Test
    void linesAreCountedAsTheyAreRead() {
        assertThat(apply("a\nb\nc\nd\ne\n", 1L)).contains("\nTotal output lines: 5\n");
        assertThat(apply("a\nb\nc\nd\ne", 1L)).contains("\nTotal output lines: 5\n");
        assertThat(apply("\n\n\n\n\n", 1L)).contains("\nTotal output lines: 5\n");
    }

    @Test
    void aSmallGapIsShownWhereItIs() {
        Content content = new Content(ByteChunk.utf8("head"), ByteChunk.utf8("tail"), 7);
        assertThat(truncation.apply(content, null)).isEqualTo("head\n... 7 bytes omitted ...\ntail");
    }

    /** As an output of the real client that was found: 50,000 tokens of 1,327,722 bytes. */
    @Test
    void aGapThatIsCutOutAsWellIsToldBefore() {
        ByteChunk half = ByteChunk.utf8("x".repeat(1 << 19));
        String text = new Truncation(1_000_000_000, 10_000).apply(new Content(half, half, 279_146), 50_000L);

        assertThat(text)
                .isEqualTo("Warning: truncated output (original token count: 331931)\n... 279146 bytes omitted ...\n\n"
                        + "x".repeat(100_000) + "…212152 tokens truncated…" + "x".repeat(100_000));
    }

    @Test
    void invalidBytesBecomeReplacementCharacters() {
        byte[] bytes = {'a', (byte) 0xFF, 'b', (byte) 0xE2, (byte) 0x82};
        Content content = new Content(ByteChunk.of(bytes), ByteChunk.EMPTY, 0);
        assertThat(truncation.apply(content, null)).isEqualTo("a\uFFFDb\uFFFD");
    }

    @Test
    void tokensAreRoundedUp() {
        assertThat(Truncation.tokens(0)).isZero();
        assertThat(Truncation.tokens(1)).isEqualTo(1);
        assertThat(Truncation.tokens(4)).isEqualTo(1);
        assertThat(Truncation.tokens(5)).isEqualTo(2);
        assertThat(Truncation.tokens(1_048_578)).isEqualTo(262_145);
    }
}

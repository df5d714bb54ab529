package dev.execbus.server;

import dev.execbus.testkit.Start;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Output at a steady rate of which every byte is known: blocks that begin with their number. */
final class NumberedBlocks {
    private static final int BLOCK_BYTES = 64 << 10;
    private static final int NUMBER_BYTES = 16;

    /** Arguments: megabytes per second, bytes of a block. One that was held up for a second does not catch up on it. */
    private static final String SCRIPT = """
            use Time::HiRes qw(time sleep);
            my ($rate, $size) = ($ARGV[0] * 1e6, $ARGV[1]);
            my $filler = join('', map { chr(33 + $_ * 7 % 90) } 1 .. $size - 17) . "\\n";
            my ($begun, $count) = (time, 0);
            while (1) {
                my $due = (time - $begun) * $rate / $size;
                if ($due - $count > $rate / $size) {
                    $begun = time - $count * $size / $rate;
                    $due = $count + 1;
                }
                while ($count < $due) {
                    my $block = sprintf('%015d ', $count++) . $filler;
                    for (my $at = 0; $at < $size;) {
                        my $written = syswrite(STDOUT, $block, $size - $at, $at);
                        exit 1 unless defined $written;
                        $at += $written;
                    }
                }
                sleep 0.005;
            }
            """;

    private NumberedBlocks() {}

    static Start process(String processId, int megabytesPerSecond) {
        return Start.of(
                processId, "perl", "-e", SCRIPT, Integer.toString(megabytesPerSecond), Integer.toString(BLOCK_BYTES));
    }

    /** Of the first so many bytes. */
    static String sha256(long length) {
        MessageDigest digest = Numbers.digest();
        byte[] block = new byte[BLOCK_BYTES];
        for (int i = NUMBER_BYTES; i < BLOCK_BYTES - 1; i++) {
            block[i] = (byte) (33 + (i - NUMBER_BYTES + 1) * 7 % 90);
        }
        block[BLOCK_BYTES - 1] = '\n';
        long left = length;
        for (long number = 0; left > 0; number++) {
            byte[] text = "%015d ".formatted(number).getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(text, 0, block, 0, NUMBER_BYTES);
            int part = (int) Math.min(left, BLOCK_BYTES);
            digest.update(block, 0, part);
            left -= part;
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}

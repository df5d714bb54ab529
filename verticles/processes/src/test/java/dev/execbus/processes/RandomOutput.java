package dev.execbus.processes;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/** What no program prints, but each part of which some program does. */
final class RandomOutput {
    private static final String[] WORDS = {
        "a",
        "hello",
        "   ",
        "漢字",
        "é",
        "e\u0301",
        "😀",
        "────",
        "aaaaaaaaaaaa",
        "\r\n",
        "\n",
        "\r",
        "\b",
        "\t",
        "\u000e",
        "\u000f",
        "\u001b(0",
        "\u001b(B",
        "\u001b)0",
        "\u001b*0",
        "\u001bn",
        "\u001bo",
        "\u001b7",
        "\u001b8",
        "\u001bD",
        "\u001bM",
        "\u001bE",
        "\u001bH",
        "\u001b=",
        "\u001b>",
        "\u001b]2;ti\u0007",
        "\u001b]0;té\u001b\\",
        "\u001b[?1049h",
        "\u001b[?1049l",
        "\u001b[?47h",
        "\u001b[?1047l",
        "\u001b[!p",
        "\u001bc",
        "\u001b#8",
        "\u001bPq#1\u001b\\",
        "\u001b[3g",
        "\u001b[>4;2m",
        "\u001b[5 q",
        "\u001b[22t",
        "\u001b[23t"
    };
    private static final String ENDS = "ABCDEFGHIJKLMPSTXZ@`abdefhlmrsugmmmmmmHHHHH";
    private static final int[] MODES = {1, 4, 5, 6, 7, 9, 12, 20, 25, 45, 66, 1000, 1002, 1003, 1004, 1005, 1006, 2004};

    private RandomOutput() {}

    static byte[] of(Random random, int pieces) {
        StringBuilder output = new StringBuilder();
        for (int i = 0; i < pieces; i++) {
            switch (random.nextInt(4)) {
                case 0 -> output.append(sequence(random));
                case 1 ->
                    output.append("\u001b[")
                            .append(random.nextBoolean() ? "?" : "")
                            .append(MODES[random.nextInt(MODES.length)])
                            .append(random.nextBoolean() ? 'h' : 'l');
                default -> output.append(WORDS[random.nextInt(random.nextInt(3) == 0 ? WORDS.length : 10)]);
            }
        }
        return output.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String sequence(Random random) {
        StringBuilder sequence = new StringBuilder("\u001b[");
        char end = ENDS.charAt(random.nextInt(ENDS.length()));
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            sequence.append(i == 0 ? "" : ";").append(end == 'm' ? style(random) : random.nextInt(15));
        }
        return sequence.append(end).toString();
    }

    private static String style(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> "38;5;" + random.nextInt(256);
            case 1 -> "48;2;" + random.nextInt(256) + ";" + random.nextInt(256) + ";" + random.nextInt(256);
            case 2 -> "4:" + random.nextInt(6);
            default -> String.valueOf(random.nextInt(108));
        };
    }
}

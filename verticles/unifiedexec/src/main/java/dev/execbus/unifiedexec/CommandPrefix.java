package dev.execbus.unifiedexec;

import java.util.Arrays;
import java.util.List;

/**
 * First words of commands. It covers only commands of plain words, in which a shell finds a program and its arguments
 * and nothing else.
 */
record CommandPrefix(List<String> words) {
    private static final String PLAIN_SIGNS = " _./:@%+,=-";

    CommandPrefix {
        words = List.copyOf(words);
    }

    boolean covers(String cmd) {
        List<String> given = plainWords(cmd);
        return !words.isEmpty() && words.size() <= given.size() && words.equals(given.subList(0, words.size()));
    }

    /** None for a command that is not made of them. */
    private static List<String> plainWords(String cmd) {
        if (!cmd.chars().allMatch(CommandPrefix::isPlain)) {
            return List.of();
        }
        List<String> given =
                Arrays.stream(cmd.split(" ")).filter(word -> !word.isEmpty()).toList();
        return isSpecial(given) ? List.of() : given;
    }

    private static boolean isPlain(int sign) {
        return (sign >= 'a' && sign <= 'z')
                || (sign >= 'A' && sign <= 'Z')
                || (sign >= '0' && sign <= '9')
                || PLAIN_SIGNS.indexOf(sign) >= 0;
    }

    /** A variable before the program changes what it does, and some shells look up what follows a {@code =}. */
    private static boolean isSpecial(List<String> words) {
        return words.stream().limit(1).anyMatch(word -> word.contains("="))
                || words.stream().anyMatch(word -> word.startsWith("="));
    }
}

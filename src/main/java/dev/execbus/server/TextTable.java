package dev.execbus.server;

import java.util.List;
import java.util.stream.IntStream;

/** Rows of text as aligned columns. */
final class TextTable {
    private TextTable() {}

    /** @param rows all of the same length; the first one is the head */
    static List<String> lines(List<List<String>> rows) {
        List<Integer> widths = IntStream.range(0, rows.getFirst().size())
                .map(column -> rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .boxed()
                .toList();
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private static String line(List<String> row, List<Integer> widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < row.size(); column++) {
            line.append(row.get(column));
            if (column < row.size() - 1) {
                line.repeat(' ', widths.get(column) - row.get(column).length() + 2);
            }
        }
        return line.toString();
    }
}

package dev.execbus.processes;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Linux: a directory of numbers, and a line of text in each. Confined to one thread, for its buffer. */
final class KernelProcessTable implements ProcessTable {
    private static final File ROOT = new File("/proc");
    /** Longer than any such line: 52 numbers and a name of 64 bytes at most. */
    private static final int LINE_BYTES = 2_048;

    private final byte[] line = new byte[LINE_BYTES];

    static boolean available() {
        return new File(ROOT, "self/stat").exists();
    }

    @Override
    public List<ProcessRow> read() {
        String[] names = ROOT.list();
        if (names == null) {
            return List.of();
        }
        List<ProcessRow> rows = new ArrayList<>(names.length);
        for (String name : names) {
            if (Character.isDigit(name.charAt(0))) {
                row(name).ifPresent(rows::add);
            }
        }
        return rows;
    }

    @Override
    public OptionalLong startTime(int pid) {
        return row(Integer.toString(pid))
                .map(row -> OptionalLong.of(row.startTime()))
                .orElse(OptionalLong.empty());
    }

    private Optional<ProcessRow> row(String pid) {
        try (FileInputStream in = new FileInputStream("/proc/" + pid + "/stat")) {
            int length = in.read(line);
            return length <= 0 ? Optional.empty() : Optional.of(ProcessRow.parse(line, length));
        } catch (IOException e) {
            // It ended between the directory and its line.
            return Optional.empty();
        }
    }
}

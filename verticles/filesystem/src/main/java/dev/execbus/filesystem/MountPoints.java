package dev.execbus.filesystem;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where something is mounted, as this process sees it. Blocks. */
final class MountPoints {
    private static final Path TABLE = Path.of("/proc/self/mountinfo");
    private static final int PLACE = 4;

    private MountPoints() {}

    /** On the directory or below it; false when the system does not tell. */
    static boolean isAnyIn(Path real) throws IOException {
        String directory = new String(NativePath.bytes(real), StandardCharsets.ISO_8859_1);
        return all().stream().anyMatch(each -> each.equals(directory) || each.startsWith(directory + "/"));
    }

    /** One character for each byte: names need not be text. */
    private static List<String> all() throws IOException {
        List<String> all = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(TABLE, StandardCharsets.ISO_8859_1)) {
                String[] fields = line.split(" ", -1);
                if (fields.length > PLACE) {
                    all.add(unescaped(fields[PLACE]));
                }
            }
        } catch (NoSuchFileException e) {
            // No /proc here.
        }
        return all;
    }

    /** Blanks and the like are three octal digits behind a backslash. */
    private static String unescaped(String field) {
        StringBuilder text = new StringBuilder(field.length());
        for (int i = 0; i < field.length(); i++) {
            if (field.charAt(i) == '\\' && i + 3 < field.length()) {
                text.append((char) Integer.parseInt(field.substring(i + 1, i + 4), 8));
                i += 3;
            } else {
                text.append(field.charAt(i));
            }
        }
        return text.toString();
    }
}

package dev.execbus.filesystem;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Where something is mounted, as this process sees it. Blocks. */
final class MountPoints {
    private static final Path TABLE = Path.of("/proc/self/mountinfo");

    private MountPoints() {}

    /** On the directory or below it; false when the system does not tell. */
    static boolean isAnyIn(Path real) throws IOException {
        String directory = new String(NativePath.bytes(real), StandardCharsets.ISO_8859_1);
        return table().all().stream().anyMatch(each -> each.isWithin(directory));
    }

    /** Empty where there is no /proc. */
    static MountTable table() throws IOException {
        try {
            return MountTable.parse(Files.readAllLines(TABLE, StandardCharsets.ISO_8859_1));
        } catch (NoSuchFileException e) {
            return new MountTable(List.of());
        }
    }
}

package dev.execbus.processes;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes what makes another terminal like this one. */
final class ScreenSnapshot {
    static final int MOST_BYTES = 50_000;
    private static final byte[] RESET = "\u001bc".getBytes(StandardCharsets.US_ASCII);

    private final ScreenState screen;

    ScreenSnapshot(ScreenState screen) {
        this.screen = screen;
    }

    byte[] bytes() {
        byte[] end = new SnapshotEnd(screen).bytes();
        byte[] enter = screen.onAlternate() ? new SnapshotEnd(screen).beforeAlternate() : new byte[0];
        int room = MOST_BYTES - RESET.length - enter.length - end.length;
        byte[] shown = shown(room);
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(RESET);
        if (screen.onAlternate()) {
            whole.writeBytes(behind(room - shown.length));
            whole.writeBytes(enter);
        }
        whole.writeBytes(shown);
        whole.writeBytes(end);
        return whole.toByteArray();
    }

    private byte[] shown(int room) {
        ScreenLines lines = new ScreenLines(screen.active(), screen.rows());
        byte[] fitting = lines.fitting(room);
        return fitting == null ? lines.near(screen.cursor().row(), room) : fitting;
    }

    /** Nothing of the normal screen when not even its characters fit. */
    private byte[] behind(int room) {
        byte[] fitting = new ScreenLines(screen.normal(), screen.rows()).fitting(room);
        return fitting == null ? new byte[0] : fitting;
    }
}

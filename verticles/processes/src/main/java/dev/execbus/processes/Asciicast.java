package dev.execbus.processes;

import dev.execbus.bus.ProcessEvent.Closed;
import dev.execbus.bus.ProcessEvent.Exited;
import dev.execbus.bus.ProcessEvent.Output;
import dev.execbus.protocol.StreamName;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.IntSupplier;

/**
 * What one process has printed as an asciicast v3 recording, by pages. The output of pipes looks as on a terminal.
 * Keeps nothing between pages. Confined to the supervisor's context.
 *
 * @see <a href="https://docs.asciinema.org/manual/asciicast/v3/">the format</a>
 */
final class Asciicast {
    /** Escaping makes six bytes of one at most. */
    private static final int WORST_GROWTH = 6;

    private static final int LINE_BYTES = 64;

    /**
     * @param text whole lines, the header among them on the first page only
     * @param next where the next page begins; null when there is no more, for a running process: no more yet
     */
    record Page(String text, String next) {}

    /**
     * @param type the value of TERM; null if unset
     * @param startedAtMs wall clock
     */
    record About(String command, String type, boolean onTerminal, long startedAtMs) {}

    private final About about;
    private final OutputLog log;
    private final TerminalSizes sizes;
    private final IntSupplier exitCode;

    /** @param exitCode asked for once the process has closed */
    Asciicast(About about, OutputLog log, TerminalSizes sizes, IntSupplier exitCode) {
        this.about = about;
        this.log = log;
        this.sizes = sizes;
        this.exitCode = exitCode;
    }

    /**
     * The lines after a place. Fails with invalid params when the cursor is none of {@link Page#next}.
     *
     * @param cursor null for the beginning
     * @param maxBytes of the text in UTF-8; a page has one event at least, so it is kept from 512 KiB on, which is more
     *     than the largest event makes
     */
    Future<Page> page(String cursor, int maxBytes) {
        CastCursor from = CastCursor.of(cursor);
        return log.read(from.afterSeq(), new Slice(maxBytes, Math.max(1, maxBytes / LINE_BYTES)))
                .map(slice -> page(from, slice.timed(), maxBytes));
    }

    private Page page(CastCursor from, List<TimedEvent> events, int maxBytes) {
        TerminalSizes.History history = sizes.history();
        CastLines lines = new CastLines(from.timeMs());
        JoinedText stdout = new JoinedText(from.stdout());
        JoinedText stderr = new JoinedText(from.stderr());
        if (from.equals(CastCursor.START)) {
            lines.header(history.first(), about.type(), about.startedAtMs(), about.command());
        }
        long last = from.afterSeq();
        for (TimedEvent timed : events) {
            int most = LINE_BYTES + WORST_GROWTH * Slice.sizeOf(timed.event());
            if (last > from.afterSeq() && lines.bytes() + most > maxBytes) {
                break;
            }
            tellGap(lines, last, timed);
            tellSizes(lines, history, last, timed.event().seq());
            switch (timed.event()) {
                case Output output -> {
                    JoinedText stream = output.stream() == StreamName.STDERR ? stderr : stdout;
                    lines.output(
                            timed.timeMs(), shown(stream.more(output.chunk().bytes())));
                }
                // Told with the end: output of what the process has left behind may follow, an exit is the last line.
                case Exited exited -> {}
                case Closed closed -> {
                    lines.output(timed.timeMs(), stdout.end() + stderr.end());
                    lines.exited(timed.timeMs(), exitCode.getAsInt());
                }
            }
            last = timed.event().seq();
        }
        if (last + 1 < log.nextSeq()) {
            return new Page(lines.text(), new CastCursor(last, lines.timeMs(), stdout.begun(), stderr.begun()).text());
        }
        lines.output(lines.timeMs(), stdout.end() + stderr.end());
        return new Page(lines.text(), null);
    }

    private void tellGap(CastLines lines, long last, TimedEvent next) {
        if (next.event().seq() > last + 1) {
            lines.marker(
                    next.timeMs(),
                    last == 0
                            ? "the beginning is no longer kept: " + log.droppedBytes() + " bytes dropped"
                            : "some output is no longer kept");
        }
    }

    /** A size belongs to the event it comes before. */
    private static void tellSizes(CastLines lines, TerminalSizes.History history, long last, long seq) {
        for (TerminalSizes.Change change : history.changes()) {
            if (change.afterSeq() >= last && change.afterSeq() < seq) {
                lines.resized(change.timeMs(), change.size());
            }
        }
    }

    private String shown(String text) {
        return about.onTerminal() ? text : text.replace("\n", "\r\n");
    }
}

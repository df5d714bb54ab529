import { PlainText } from "./plain.js";
import type { CastEvent } from "./recording.js";

/** Found text: the event that completed it. */
export interface Found {
    readonly event: number;
}

/** How many places are told at most. */
export const MOST_FOUND = 500;

/**
 * Where in a recording a text was printed, without regard to case and to what steers the terminal. A text that came in
 * pieces is found; one that was cut by the end of a line is not.
 */
export function findInRecording(events: readonly CastEvent[], wanted: string): Found[] {
    const needle = wanted.toLowerCase();
    const found: Found[] = [];
    if (needle === "") return found;
    const plain = new PlainText();
    let tail = "";
    for (let index = 0; index < events.length && found.length < MOST_FOUND; index++) {
        const event = events[index]!;
        if (event.kind !== "output") continue;
        const text = tail + plain.add(event.text).toLowerCase();
        let from = 0;
        for (;;) {
            const at = text.indexOf(needle, from);
            if (at < 0) break;
            from = at + needle.length;
            if (found[found.length - 1]?.event !== index) found.push({ event: index });
        }
        tail = text.slice(Math.max(from, text.length - needle.length + 1));
    }
    return found;
}

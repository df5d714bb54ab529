import type { CastEvent, Recording } from "./recording.js";

/** When each event of a recording is played, with long pauses cut to a limit. */
export class Timeline {
    readonly events: readonly CastEvent[];
    /** Played time of each event, never falling. */
    readonly #times: Float64Array;
    readonly seconds: number;

    constructor(recording: Recording, idleLimit: number | null) {
        this.events = recording.events;
        this.#times = new Float64Array(recording.events.length);
        let recorded = 0;
        let played = 0;
        recording.events.forEach((event, index) => {
            const pause = event.at - recorded;
            played += idleLimit === null ? pause : Math.min(pause, idleLimit);
            recorded = event.at;
            this.#times[index] = played;
        });
        this.seconds = played;
    }

    timeOf(index: number): number {
        return this.#times[index] ?? this.seconds;
    }

    /** How many events have been played at a time; those at exactly that time count. */
    countAt(seconds: number): number {
        let low = 0;
        let high = this.#times.length;
        while (low < high) {
            const middle = (low + high) >>> 1;
            if (this.#times[middle]! <= seconds) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    /** How much was printed in each of `count` equal parts of the time, as shares of the busiest one. */
    activity(count: number): number[] {
        const bytes = new Array<number>(count).fill(0);
        this.events.forEach((event, index) => {
            if (event.kind !== "output") return;
            const part = this.seconds === 0 ? 0 : Math.floor((this.#times[index]! / this.seconds) * count);
            bytes[Math.min(part, count - 1)]! += event.text.length;
        });
        // Roots, so that one flood does not make everything else invisible.
        const roots = bytes.map(Math.sqrt);
        const most = Math.max(...roots);
        return most === 0 ? roots : roots.map(root => root / most);
    }
}

import { decodedLength, fromBase64 } from "./codec.js";
import { Outlet } from "./outlet.js";
import type { Moved, Snapshot, ViewChunk } from "./view-types.js";
import type { ViewOutput, WireSnapshot } from "./view-wire.js";

type Item = { output: ViewOutput } | { moved: Moved };

export function snapshotOf(wire: WireSnapshot | null): Snapshot | null {
    return wire ? { bytes: fromBase64(wire.dataBase64), rows: wire.rows, cols: wire.cols } : null;
}

/** What a view was told and nobody has read yet, up to a bound. */
export class ViewQueue implements AsyncIterable<ViewChunk> {
    private readonly outlet: Outlet<Item>;
    private last = 0;

    /**
     * @param roomy called when at least half of it is free
     * @param moved called when the reader gets there
     */
    constructor(
        private readonly bound: number,
        roomy: () => void,
        private readonly moved: (moved: Moved) => void,
    ) {
        this.outlet = new Outlet<Item>(() => {
            if (this.outlet.bytes <= bound / 2) {
                roomy();
            }
        });
    }

    /** The number of the last event that was taken. */
    get lastSeq(): number {
        return this.last;
    }

    /** Whether it was taken, or is known; there may be no room for it. */
    take(output: ViewOutput): boolean {
        if (output.seq <= this.last) {
            return true;
        }
        if (this.outlet.bytes >= this.bound) {
            return false;
        }
        this.last = output.seq;
        this.outlet.put({ output }, decodedLength(output.chunk));
        return true;
    }

    /** An event without output. */
    pass(seq: number): void {
        this.last = Math.max(this.last, seq);
    }

    move(afterSeq: number, droppedBytes: number, snapshot: WireSnapshot | null): void {
        this.last = afterSeq;
        this.outlet.put({ moved: { afterSeq, droppedBytes, snapshot: snapshotOf(snapshot) } }, 0);
    }

    end(cause?: Error): void {
        this.outlet.end(cause);
    }

    async *[Symbol.asyncIterator](): AsyncGenerator<ViewChunk, void, undefined> {
        for await (const item of this.outlet) {
            if ("moved" in item) {
                this.moved(item.moved);
            } else {
                const { seq, stream, chunk, timeMs } = item.output;
                yield { seq, stream, bytes: fromBase64(chunk), timeMs };
            }
        }
    }
}

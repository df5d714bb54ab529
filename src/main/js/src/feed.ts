import { fromBase64 } from "./codec.js";
import { SessionLostError } from "./errors.js";
import type { Outlet } from "./outlet.js";
import type { Digests, ReadAnswer, StreamName, Verdict, WireChunk } from "./wire.js";

export interface Chunk {
    seq: number;
    stream: StreamName;
    bytes: Uint8Array;
}

export interface Exit {
    exitCode: number;
    /** The signal that ended it, without SIG. */
    signal: string | undefined;
    /** The limit that ended it. */
    verdict: Verdict | undefined;
    sandboxDenied: boolean;
}

/** What is pushed: of a process's row of numbers each one. */
export type ProcessEvent =
    | ({ kind: "output" } & WireChunk)
    | { kind: "exited"; seq: number; exit: Exit }
    | { kind: "closed"; seq: number; digests: Digests };

export interface FeedEvents {
    exited(exit: Exit): void;
    closed(digests: Digests): void;
    dropped(bytes: number): void;
    /** Its worker is gone. */
    failed(cause: Error): void;
}

export type Read = (afterSeq: number, maxBytes: number) => Promise<ReadAnswer>;

/** A number behind all events: an answer that has no output, but tells the state. */
const BEHIND_ALL = Number.MAX_SAFE_INTEGER;
const LONGEST_READ = 1 << 20;
const STASH_BYTES = 1 << 18;

/**
 * Brings what is pushed and what is read into one row without gaps and doubles. What finds no room in the outlet is let
 * go and read when there is some again: the log is the server's.
 */
export class Feed {
    private expected: number;
    private highest = 0;
    /** Whether more may have happened than was told. */
    private stale: boolean;
    private reading = false;
    /** Whether room is only used again when there is much of it. */
    private behind = false;
    private readonly stash = new Map<number, ProcessEvent>();
    private stashed = 0;

    /**
     * @param afterSeq the last number that is of no interest
     * @param stale whether events may have been told before
     */
    constructor(
        private readonly outlet: Outlet<Chunk>,
        private readonly bound: number,
        private readonly read: Read,
        private readonly events: FeedEvents,
        afterSeq: number,
        stale: boolean,
    ) {
        this.expected = afterSeq + 1;
        this.stale = stale;
    }

    told(event: ProcessEvent): void {
        if (this.outlet.ended) {
            return;
        }
        this.factsOf(event);
        if (event.seq < this.expected) {
            return;
        }
        this.highest = Math.max(this.highest, event.seq);
        if (event.seq === this.expected && this.hasRoom()) {
            this.take(event);
            this.takeStashed();
        } else {
            this.pump();
            if (this.reading) {
                this.keep(event);
            }
        }
    }

    /** Another connection: what happened meanwhile was told to nobody. */
    resumed(): void {
        this.stale = true;
        this.pump();
    }

    /** There may be room now, or something to be read. */
    pump(): void {
        if (this.reading || this.outlet.ended || !(this.stale || this.highest >= this.expected)) {
            return;
        }
        if (this.hasRoom()) {
            const room = Math.min(LONGEST_READ, this.bound - this.outlet.bytes);
            this.ask(this.expected - 1, room, answer => this.answered(answer));
        } else if (this.stale) {
            this.ask(BEHIND_ALL, 1, answer => this.stateTold(answer));
        }
    }

    private hasRoom(): boolean {
        if (this.outlet.bytes >= this.bound) {
            this.behind = true;
        } else if (this.outlet.bytes <= this.bound / 2) {
            this.behind = false;
        }
        return !this.behind;
    }

    private ask(afterSeq: number, maxBytes: number, then: (answer: ReadAnswer) => void): void {
        this.reading = true;
        this.read(afterSeq, maxBytes).then(
            answer => {
                this.reading = false;
                then(answer);
                this.takeStashed();
                this.pump();
            },
            (cause: unknown) => {
                this.reading = false;
                this.outlet.end(cause as Error);
            },
        );
    }

    private answered(answer: ReadAnswer): void {
        this.factsOfAnswer(answer);
        for (const chunk of answer.chunks) {
            if (chunk.seq >= this.expected) {
                this.put(chunk);
                this.expected = chunk.seq + 1;
            }
        }
        if (answer.chunks.length > 0) {
            return;
        }
        // All there is: numbers without output are those of the end, or of what the log has lost.
        this.stale = false;
        this.expected = Math.max(this.expected, answer.nextSeq);
        if (answer.closed) {
            this.outlet.end();
        }
    }

    private stateTold(answer: ReadAnswer): void {
        this.factsOfAnswer(answer);
        this.stale = false;
        this.highest = Math.max(this.highest, answer.nextSeq - 1);
    }

    private take(event: ProcessEvent): void {
        this.expected = event.seq + 1;
        if (event.kind === "output") {
            this.put(event);
        } else if (event.kind === "closed") {
            this.outlet.end();
        }
    }

    private put(chunk: WireChunk): void {
        const bytes = fromBase64(chunk.chunk);
        this.outlet.put({ seq: chunk.seq, stream: chunk.stream, bytes }, bytes.length);
    }

    private keep(event: ProcessEvent): void {
        this.stash.set(event.seq, event);
        this.stashed += event.kind === "output" ? event.chunk.length : 0;
        if (this.stashed > STASH_BYTES) {
            this.stash.clear();
            this.stashed = 0;
        }
    }

    private takeStashed(): void {
        if (this.stash.size === 0) {
            return;
        }
        for (const [seq, event] of this.stash) {
            if (seq > this.expected || !this.hasRoom()) {
                break;
            }
            if (seq === this.expected) {
                this.take(event);
            }
        }
        this.stash.clear();
        this.stashed = 0;
    }

    private factsOf(event: ProcessEvent): void {
        if (event.kind === "exited") {
            this.events.exited(event.exit);
        } else if (event.kind === "closed") {
            this.events.closed(event.digests);
        }
    }

    private factsOfAnswer(answer: ReadAnswer): void {
        if (answer.droppedBytes !== undefined) {
            this.events.dropped(answer.droppedBytes);
        }
        if (answer.exited && answer.exitCode !== null) {
            const { exitCode, signal, verdict, sandboxDenied } = answer;
            this.events.exited({ exitCode, signal, verdict, sandboxDenied });
        }
        if (answer.failure) {
            const cause = new SessionLostError(answer.failure);
            this.events.failed(cause);
            this.outlet.end(cause);
        } else if (answer.closed) {
            this.events.closed(answer.streams ?? {});
            // It may be told to nobody any more.
            this.stale = true;
        }
    }
}

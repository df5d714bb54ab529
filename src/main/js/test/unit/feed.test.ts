import assert from "node:assert/strict";
import { test } from "node:test";
import { RpcError, SessionLostError } from "../../src/errors.js";
import { Feed, type Chunk, type ProcessEvent } from "../../src/feed.js";
import { Outlet } from "../../src/outlet.js";
import type { ReadAnswer } from "../../src/wire.js";
import { base64 } from "../support/fake-client.js";
import { settled } from "../support/fake-clock.js";

interface Asked {
    afterSeq: number;
    maxBytes: number;
    answer(answer: Partial<ReadAnswer>): Promise<void>;
    refuse(cause: Error): Promise<void>;
}

/** A feed, and the reads it makes. */
class Stage {
    readonly reads: Asked[] = [];
    readonly facts: string[] = [];
    readonly outlet: Outlet<Chunk>;
    readonly feed: Feed;

    constructor({ bound = 1000, afterSeq = 0, stale = false } = {}) {
        this.outlet = new Outlet<Chunk>(() => this.feed.pump());
        this.feed = new Feed(
            this.outlet,
            bound,
            (after, maxBytes) => this.read(after, maxBytes),
            {
                exited: exit => this.facts.push(`exited ${exit.exitCode}`),
                closed: () => this.facts.push("closed"),
                dropped: bytes => this.facts.push(`dropped ${bytes}`),
                failed: cause => this.facts.push(`failed ${cause.message}`),
            },
            afterSeq,
            stale,
        );
    }

    get last(): Asked {
        const last = this.reads.at(-1);
        assert.ok(last, "nothing was read");
        return last;
    }

    tell(...seqs: number[]): void {
        seqs.forEach(seq => this.feed.told(output(seq)));
    }

    /** What can be had without waiting. */
    async taken(most = Infinity): Promise<string> {
        let text = "";
        const iterator = this.outlet[Symbol.asyncIterator]();
        for (let i = 0; i < most && this.outlet.bytes > 0; i++) {
            const step = await iterator.next();
            text += step.done ? "" : Buffer.from(step.value.bytes).toString();
        }
        return text;
    }

    private read(afterSeq: number, maxBytes: number): Promise<ReadAnswer> {
        return new Promise((resolve, reject) => {
            this.reads.push({
                afterSeq,
                maxBytes,
                answer: async answer => {
                    resolve({ ...RUNNING, ...answer });
                    await settled();
                },
                refuse: async cause => {
                    reject(cause);
                    await settled();
                },
            });
        });
    }
}

const RUNNING: ReadAnswer = {
    chunks: [],
    nextSeq: 1,
    exited: false,
    exitCode: null,
    closed: false,
    failure: null,
    sandboxDenied: false,
};
const EXITED = { exited: true, exitCode: 0 };

function chunk(seq: number, text = `${seq} `): { seq: number; stream: "stdout"; chunk: string } {
    return { seq, stream: "stdout", chunk: base64(text) };
}

function output(seq: number, text?: string): ProcessEvent {
    return { kind: "output", ...chunk(seq, text) };
}

function exited(seq: number): ProcessEvent {
    return { kind: "exited", seq, exit: { exitCode: 0, signal: undefined, verdict: undefined, sandboxDenied: false } };
}

function closed(seq: number): ProcessEvent {
    return { kind: "closed", seq, digests: {} };
}

test("takesWhatIsPushedInOrder", async () => {
    const stage = new Stage();
    stage.tell(1, 2, 3);
    stage.feed.told(exited(4));
    stage.feed.told(closed(5));
    assert.equal(await stage.taken(), "1 2 3 ");
    assert.deepEqual([stage.outlet.ended, stage.facts, stage.reads.length], [true, ["exited 0", "closed"], 0]);
});

test("ignoresWhatIsToldTwice", async () => {
    const stage = new Stage();
    stage.tell(1, 1, 2, 1, 2, 3);
    assert.equal(await stage.taken(), "1 2 3 ");
    assert.equal(stage.reads.length, 0);
});

test("readsWhatIsMissing", async () => {
    const stage = new Stage();
    stage.tell(1, 4);
    assert.deepEqual([stage.last.afterSeq, stage.reads.length], [1, 1]);
    stage.tell(5);
    await stage.last.answer({ chunks: [chunk(2), chunk(3)], nextSeq: 4 });
    assert.equal(await stage.taken(), "1 2 3 4 5 ");
    stage.tell(6);
    assert.equal(await stage.taken(), "6 ");
    assert.equal(stage.reads.length, 1);
});

test("anAnswerThatHoldsWhatWasPushedMeanwhileDoublesNothing", async () => {
    const stage = new Stage();
    stage.tell(1, 3, 4);
    await stage.last.answer({ chunks: [chunk(2), chunk(3), chunk(4), chunk(5)], nextSeq: 6 });
    stage.tell(5, 6);
    assert.equal(await stage.taken(), "1 2 3 4 5 6 ");
});

test("afterAResumeItReadsUntilNothingIsLeft", async () => {
    const stage = new Stage();
    stage.tell(1, 2);
    stage.feed.resumed();
    assert.equal(stage.last.afterSeq, 2);
    await stage.last.answer({ chunks: [chunk(3), chunk(4)], nextSeq: 5 });
    assert.deepEqual([stage.reads.length, stage.last.afterSeq], [2, 4]);
    stage.tell(5);
    await stage.last.answer({ nextSeq: 6 });
    stage.tell(6);
    assert.equal(await stage.taken(), "1 2 3 4 5 6 ");
    assert.equal(stage.reads.length, 2);
});

test("theNumberOfAnExitThatNobodyHasToldIsNoGap", async () => {
    const stage = new Stage();
    stage.tell(1);
    stage.feed.resumed();
    await stage.last.answer({ chunks: [chunk(2), chunk(4)], nextSeq: 5, ...EXITED });
    await stage.last.answer({ nextSeq: 5, ...EXITED });
    stage.feed.told(closed(5));
    assert.equal(await stage.taken(), "1 2 4 ");
    assert.deepEqual([stage.outlet.ended, stage.facts.includes("exited 0")], [true, true]);
});

test("theEndIsReachedByReadingAlone", async () => {
    const stage = new Stage({ stale: true });
    stage.feed.resumed();
    await stage.last.answer({ chunks: [chunk(1)], nextSeq: 2, ...EXITED, closed: true });
    assert.equal(stage.outlet.ended, false);
    await stage.last.answer({ nextSeq: 4, ...EXITED, closed: true });
    assert.equal(await stage.taken(), "1 ");
    assert.equal(stage.outlet.ended, true);
});

test("whatFindsNoRoomIsLetGoAndReadWhenThereIsSome", async () => {
    const stage = new Stage({ bound: 300 });
    for (let seq = 1; seq <= 20; seq++) {
        stage.tell(seq);
    }
    stage.feed.told(exited(21));
    assert.deepEqual([stage.reads.length, stage.facts], [0, ["exited 0"]]);
    assert.ok(stage.outlet.bytes < 400, `${stage.outlet.bytes}`);

    assert.equal(await stage.taken(3), "1 2 3 ");
    assert.deepEqual([stage.reads.length, stage.last.afterSeq], [1, 5]);
    assert.ok(stage.last.maxBytes <= 300);
    await stage.last.answer({ chunks: [chunk(6), chunk(7)], nextSeq: 8, ...EXITED });
    assert.equal(await stage.taken(), "4 5 6 7 ");
    await stage.last.answer({
        chunks: Array.from({ length: 13 }, (_, i) => chunk(i + 8)),
        nextSeq: 21,
        ...EXITED,
    });
    stage.feed.told(closed(22));
    assert.equal(await stage.taken(), "8 9 10 11 12 13 14 15 16 17 18 19 20 ");
    await stage.last.answer({ nextSeq: 23, ...EXITED, closed: true });
    assert.equal(stage.outlet.ended, true);
});

test("withoutRoomAResumeAsksForTheStateOnly", async () => {
    const stage = new Stage({ bound: 100 });
    stage.tell(1, 2, 3);
    stage.feed.resumed();
    assert.deepEqual([stage.last.afterSeq, stage.last.maxBytes], [Number.MAX_SAFE_INTEGER, 1]);
    await stage.last.answer({ nextSeq: 9, ...EXITED, closed: true });
    assert.deepEqual(stage.facts, ["exited 0", "closed"]);
    assert.equal(stage.reads.length, 1);

    await stage.taken();
    assert.deepEqual([stage.reads.length, stage.last.afterSeq], [2, 2]);
});

test("whatIsPushedWhileItReadsIsKeptWithinBounds", async () => {
    const stage = new Stage({ bound: 1 << 20 });
    stage.feed.told(output(2, "x".repeat(10)));
    for (let seq = 3; seq < 100; seq++) {
        stage.feed.told(output(seq, "y".repeat(10_000)));
    }
    await stage.last.answer({ chunks: [chunk(1, "1")], nextSeq: 2 });
    assert.deepEqual([stage.reads.length, stage.last.afterSeq], [2, 1]);
});

test("whatTheLogHasLostIsCountedAndPassedOver", async () => {
    const stage = new Stage();
    stage.feed.resumed();
    await stage.last.answer({ chunks: [chunk(50)], nextSeq: 51, droppedBytes: 4900 });
    assert.equal(await stage.taken(), "50 ");
    assert.deepEqual(stage.facts, ["dropped 4900"]);
});

test("beginsBehindWhatIsOfNoInterest", async () => {
    const stage = new Stage({ afterSeq: 7, stale: true });
    stage.feed.resumed();
    assert.equal(stage.last.afterSeq, 7);
    await stage.last.answer({ nextSeq: 8 });
    stage.tell(7, 8);
    assert.equal(await stage.taken(), "8 ");
});

test("aWorkerThatIsGoneIsToldToTheReader", async () => {
    const stage = new Stage();
    stage.feed.resumed();
    await stage.last.answer({ nextSeq: 1, exited: true, closed: true, failure: "the worker is gone" });
    assert.deepEqual(stage.facts, ["failed the worker is gone"]);
    await assert.rejects(async () => stage.outlet[Symbol.asyncIterator]().next(), SessionLostError);
});

test("aReadThatFailsEndsTheOutputBehindWhatThereIs", async () => {
    const stage = new Stage();
    stage.tell(1, 3);
    await stage.last.refuse(new RpcError(-32600, "unknown process id p"));
    assert.equal(await stage.taken(), "1 ");
    await assert.rejects(async () => stage.outlet[Symbol.asyncIterator]().next(), RpcError);
});

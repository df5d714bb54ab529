import assert from "node:assert/strict";
import { test } from "node:test";
import { findInRecording } from "../src/cast/find.js";
import { PlainText } from "../src/cast/plain.js";
import { BadRecording, RecordingReader, type CastEvent, type Recording } from "../src/cast/recording.js";
import { Timeline } from "../src/cast/timeline.js";

const HEADER = '{"version":3,"term":{"cols":80,"rows":24},"timestamp":1700000000,"command":"top"}\n';

function read(...pieces: string[]): Recording {
    const reader = new RecordingReader();
    for (const piece of pieces) reader.add(piece);
    return reader.finish();
}

const output = (at: number, text: string): CastEvent => ({ kind: "output", at, text });
const recordingOf = (...events: CastEvent[]): Recording => ({
    cols: 80,
    rows: 24,
    startedAtMs: null,
    title: null,
    command: null,
    events,
    seconds: events.at(-1)?.at ?? 0,
});

test("reads header and events; their times are intervals", () => {
    const recording = read(
        HEADER,
        '# a comment\n\n[0.5,"o","hi\\r\\n"]\n[1,"r","100x30"]\n[0,"m","here"]\n[2,"i","typed"]\n[0,"x","3"]',
    );
    assert.deepEqual(recording, {
        cols: 80,
        rows: 24,
        startedAtMs: 1700000000000,
        title: null,
        command: "top",
        seconds: 3.5,
        events: [
            output(0.5, "hi\r\n"),
            { kind: "resize", at: 1.5, cols: 100, rows: 30 },
            { kind: "marker", at: 1.5, text: "here" },
            { kind: "exit", at: 3.5, status: 3 },
        ],
    });
});

test("pieces may end anywhere", () => {
    const text = HEADER + '[0.5,"o","grün"]\n[0.5,"o","zwei"]\n';
    const recording = read(...text);
    assert.deepEqual(recording.events, [output(0.5, "grün"), output(1, "zwei")]);
});

test("tells the line of what is wrong", () => {
    assert.throws(() => read(""), new BadRecording(1, "there is no header"));
    assert.throws(() => read('{"version":2}\n'), new BadRecording(1, "it is not an asciicast of version 3"));
    assert.throws(
        () => read('{"version":3,"term":{"cols":0,"rows":1}}\n'),
        new BadRecording(1, "the header has no size"),
    );
    assert.throws(() => read(HEADER, "nonsense\n"), new BadRecording(2, "it is not JSON"));
    assert.throws(() => read(HEADER, '[-1,"o","x"]\n'), new BadRecording(2, "it is not an event"));
    assert.throws(() => read(HEADER, '[1,"r","80"]\n'), new BadRecording(2, "the size is not COLSxROWS"));
});

test("long pauses are cut to the limit", () => {
    const recording = recordingOf(output(1, "a"), output(61, "b"), output(61.5, "c"));
    const whole = new Timeline(recording, null);
    const cut = new Timeline(recording, 2);
    assert.equal(whole.seconds, 61.5);
    assert.deepEqual(
        [0, 1, 2].map(index => cut.timeOf(index)),
        [1, 3, 3.5],
    );
    assert.equal(cut.seconds, 3.5);
});

test("knows what has been played at a time", () => {
    const timeline = new Timeline(recordingOf(output(1, "a"), output(1, "b"), output(2, "c")), null);
    assert.deepEqual(
        [0, 0.99, 1, 1.5, 2, 99].map(at => timeline.countAt(at)),
        [0, 0, 2, 2, 3, 3],
    );
});

test("shows when much was printed", () => {
    const timeline = new Timeline(
        recordingOf(output(0, "x".repeat(100)), output(5, "x".repeat(25)), output(10, "")),
        null,
    );
    assert.deepEqual(timeline.activity(4), [1, 0, 0.5, 0]);
    assert.deepEqual(new Timeline(recordingOf(), null).activity(2), [0, 0]);
});

test("plain text has nothing that steers the terminal", () => {
    const plain = new PlainText();
    const pieces = [
        "\x1b[1;31mred\x1b[0m\r",
        "\n\x1b]0;title\x07a",
        "\x1b",
        "[2Kb\x1b(Bc\x1bP+q\x1b\\d\t10%\r",
        "20%\r\n",
    ];
    assert.equal(pieces.map(piece => plain.add(piece)).join(""), "red\nabcd\t10%\n20%\n");
});

test("finds text in a recording across pieces and colours", () => {
    const events = [
        output(0, "Hel"),
        output(1, "\x1b[1mlo\x1b[0m hello"),
        { kind: "resize", at: 2, cols: 1, rows: 1 } as CastEvent,
        output(3, "HELLO"),
    ];
    assert.deepEqual(findInRecording(events, "hello"), [{ event: 1 }, { event: 3 }]);
    assert.deepEqual(findInRecording(events, ""), []);
    assert.deepEqual(findInRecording(events, "absent"), []);
});

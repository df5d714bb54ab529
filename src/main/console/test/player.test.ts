import assert from "node:assert/strict";
import { test } from "node:test";
import { Player } from "../src/cast/player.js";
import type { CastEvent, Recording } from "../src/cast/recording.js";

const EVENTS: CastEvent[] = [
    { kind: "output", at: 1, text: "a" },
    { kind: "resize", at: 2, cols: 100, rows: 30 },
    { kind: "output", at: 3, text: "b" },
    { kind: "output", at: 60, text: "c" },
];
const RECORDING: Recording = {
    cols: 80,
    rows: 24,
    startedAtMs: null,
    title: null,
    command: null,
    events: EVENTS,
    seconds: 60,
};

function played() {
    const time = { now: 0 };
    const stage: string[] = [];
    const player = new Player(
        RECORDING,
        {
            restart: (_, { cols, rows }) => stage.push(`reset ${cols}x${rows}`),
            resizedTo: ({ cols, rows }) => stage.push(`${cols}x${rows}`),
            writeText: text => stage.push(text),
        },
        () => time.now,
    );
    return { time, player, taken: () => stage.splice(0).join(" ") };
}

test("shows what was printed by then, and sizes between", () => {
    const { time, player, taken } = played();
    assert.equal(taken(), "reset 80x24");
    player.play();
    time.now = 1500;
    player.tick();
    assert.equal(taken(), "a");
    time.now = 3500;
    player.tick();
    assert.equal(taken(), "100x30 b");
    assert.equal(player.running.value, true);
    time.now = 5000;
    player.tick();
    assert.equal(taken(), "c");
    assert.equal(player.running.value, false);
});

test("going back begins anew and shows all up to there at once", () => {
    const { player, taken } = played();
    player.seek(4);
    assert.equal(taken(), "reset 80x24 a 100x30 b");
    player.seek(1);
    assert.equal(taken(), "reset 80x24 a");
    player.seek(1);
    assert.equal(taken(), "");
});

test("another limit of pauses keeps what is shown", () => {
    const { player, taken } = played();
    player.seek(3);
    taken();
    player.setIdleLimit(0.5);
    assert.equal(taken(), "");
    assert.equal(player.position.value, 1.5);
    assert.equal(player.seconds, 2);
    player.setIdleLimit(null);
    assert.equal(player.position.value, 3);
    assert.equal(player.seconds, 60);
});

test("plays again from the beginning after the end", () => {
    const { time, player, taken } = played();
    player.seek(60);
    taken();
    player.play();
    assert.equal(taken(), "reset 80x24");
    time.now = 1000;
    player.tick();
    assert.equal(taken(), "a");
});

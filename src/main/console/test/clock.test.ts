import assert from "node:assert/strict";
import { test } from "node:test";
import { ReplayClock } from "../src/cast/clock.js";

function clockAt(end: number, speed = 1) {
    const time = { now: 1000 };
    return { time, clock: new ReplayClock(() => time.now, end, speed) };
}

test("stands until it is started and stops at the end", () => {
    const { time, clock } = clockAt(10);
    time.now += 5000;
    assert.equal(clock.position, 0);
    clock.play();
    time.now += 4000;
    assert.equal(clock.position, 4);
    assert.equal(clock.running, true);
    time.now += 60_000;
    assert.equal(clock.position, 10);
    assert.equal(clock.running, false);
});

test("a pause keeps its place", () => {
    const { time, clock } = clockAt(10);
    clock.play();
    time.now += 3000;
    clock.pause();
    time.now += 3000;
    assert.equal(clock.position, 3);
    clock.play();
    time.now += 1000;
    assert.equal(clock.position, 4);
});

test("another speed counts from now on", () => {
    const { time, clock } = clockAt(100);
    clock.play();
    time.now += 2000;
    clock.speed = 16;
    time.now += 1000;
    assert.equal(clock.position, 18);
    clock.speed = 0.5;
    time.now += 1000;
    assert.equal(clock.position, 18.5);
});

test("goes to any place, running or not, within its bounds", () => {
    const { time, clock } = clockAt(10);
    clock.seek(7);
    time.now += 1000;
    assert.equal(clock.position, 7);
    clock.play();
    clock.seek(2);
    time.now += 1000;
    assert.equal(clock.position, 3);
    clock.seek(-5);
    assert.equal(clock.position, 0);
    clock.seek(50);
    assert.equal(clock.position, 10);
});

test("plays from the beginning once it has come to the end", () => {
    const { time, clock } = clockAt(10);
    clock.seek(10);
    clock.play();
    time.now += 1000;
    assert.equal(clock.position, 1);
});

test("stands where it is put after it has come to the end", () => {
    const { time, clock } = clockAt(10);
    clock.play();
    time.now += 60_000;
    clock.seek(4);
    time.now += 1000;
    assert.deepEqual([clock.position, clock.running], [4, false]);
});

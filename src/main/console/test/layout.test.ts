import assert from "node:assert/strict";
import { test } from "node:test";
import { arrange, neighbour, placed } from "../src/layout/arrange.js";
import { evened, leaf, panesOf, replaced, resized, splitAt, without, type Layout } from "../src/layout/tree.js";

const row = (...panes: string[]): Layout => ({
    kind: "split",
    axis: "row",
    shares: panes.map(() => 1 / panes.length),
    parts: panes.map(leaf),
});

test("a pane that is split gives half of its place", () => {
    const layout = splitAt(splitAt(leaf("a"), "a", "b", "row"), "b", "c", "row");
    assert.deepEqual(layout, {
        kind: "split",
        axis: "row",
        shares: [0.5, 0.25, 0.25],
        parts: [leaf("a"), leaf("b"), leaf("c")],
    });
});

test("a split across the other axis is a split inside", () => {
    const layout = splitAt(row("a", "b"), "b", "c", "column");
    assert.deepEqual(
        arrange(layout).panes,
        new Map([
            ["a", { x: 0, y: 0, width: 0.5, height: 1 }],
            ["b", { x: 0.5, y: 0, width: 0.5, height: 0.5 }],
            ["c", { x: 0.5, y: 0.5, width: 0.5, height: 0.5 }],
        ]),
    );
});

test("the neighbours of a pane that goes share its place, and a row in a row is one row", () => {
    const layout = splitAt(splitAt(row("a", "b"), "b", "c", "column"), "c", "d", "row");
    const rest = without(without(layout, "b"), "a");
    assert.deepEqual(rest, { kind: "split", axis: "row", shares: [0.5, 0.5], parts: [leaf("c"), leaf("d")] });
    assert.deepEqual(panesOf(without(layout, "b")), ["a", "c", "d"]);
    assert.equal((without(layout, "b") as { axis: string }).axis, "row");
    assert.equal(without(leaf("a"), "a"), null);
});

test("a border moves between its neighbours and leaves both some place", () => {
    const moved = resized(row("a", "b"), [], 0, 0.1) as { shares: readonly number[] };
    assert.deepEqual(moved.shares, [0.6, 0.4]);
    const pushed = resized(row("a", "b"), [], 0, 3) as { shares: readonly number[] };
    assert.ok(Math.abs(pushed.shares[0]! - 0.92) < 1e-9);
    assert.deepEqual(resized(leaf("a"), [], 0, 1), leaf("a"));
});

test("a border knows its split, who is beside it and where it is", () => {
    const layout = splitAt(row("a", "b"), "b", "c", "column");
    const [outer, inner] = [...arrange(layout).dividers].sort((one, other) => one.path.length - other.path.length);
    assert.deepEqual(outer, {
        path: [],
        index: 0,
        axis: "row",
        box: { x: 0.5, y: 0, width: 0, height: 1 },
        length: 1,
        position: 0.5,
        before: ["a"],
        after: ["b", "c"],
    });
    assert.deepEqual(inner, {
        path: [1],
        index: 0,
        axis: "column",
        box: { x: 0.5, y: 0.5, width: 0.5, height: 0 },
        length: 1,
        position: 0.5,
        before: ["b"],
        after: ["c"],
    });
});

test("a new pane goes to where there is most room", () => {
    assert.deepEqual(placed(null, "a", 1600, 900), leaf("a"));
    const two = placed(leaf("a"), "b", 1600, 900);
    const four = placed(placed(two, "c", 1600, 900), "d", 1600, 900);
    assert.deepEqual(arrange(four).panes.get("a"), { x: 0, y: 0, width: 0.5, height: 0.5 });
    assert.equal(arrange(four).panes.size, 4);
    assert.equal((placed(leaf("a"), "b", 390, 800) as { axis: string }).axis, "column");
});

test("goes to the pane that lies beside", () => {
    const layout = splitAt(splitAt(row("a", "b"), "b", "c", "column"), "a", "d", "column");
    assert.equal(neighbour(layout, "a", "right"), "b");
    assert.equal(neighbour(layout, "d", "right"), "c");
    assert.equal(neighbour(layout, "c", "up"), "b");
    assert.equal(neighbour(layout, "c", "left"), "d");
    assert.equal(neighbour(layout, "c", "down"), null);
    assert.equal(neighbour(layout, "nobody", "down"), null);
});

test("panes are replaced and made equal", () => {
    const layout = resized(row("a", "b"), [], 0, 0.2);
    assert.deepEqual(evened(replaced(layout, "a", "x")), row("x", "b"));
});

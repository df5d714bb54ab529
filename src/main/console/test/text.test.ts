import assert from "node:assert/strict";
import { test } from "node:test";
import { arrowKey, withCtrl } from "../src/keys/typed.js";
import { actionOf, SHORTCUTS } from "../src/keys/shortcuts.js";
import { polled } from "../src/live/roster.js";
import { fileUri, pathOf, words } from "../src/text/argv.js";
import { bytes, clock, duration, many, pause } from "../src/text/format.js";

test("splits a line into words as a shell does", () => {
    assert.deepEqual(words(`grep -n "a b" 'c"d' e\\ f "g\\"h" ""  i`), [
        "grep",
        "-n",
        "a b",
        'c"d',
        "e f",
        'g"h',
        "",
        "i",
    ]);
    assert.deepEqual(words("  "), []);
    assert.deepEqual(words(`"a\\n"`), ["a\\n"]);
    assert.throws(() => words("a 'b"), /a quote ' is not closed/);
    assert.throws(() => words("a \\"), /nothing follows the last backslash/);
});

test("paths and their URIs", () => {
    assert.equal(fileUri("/tmp/a b/ü"), "file:///tmp/a%20b/%C3%BC");
    assert.equal(pathOf("file:///tmp/a%20b/%C3%BC"), "/tmp/a b/ü");
    assert.equal(pathOf("/as/it/is"), "/as/it/is");
    assert.throws(() => fileUri("tmp"), /absolute/);
});

test("sizes and times are short", () => {
    assert.deepEqual([0, 999, 1000, 12_345, 999_400, 999_600, 5_200_000_000].map(bytes), [
        "0 B",
        "999 B",
        "1.0 kB",
        "12 kB",
        "999 kB",
        "1.0 MB",
        "5.2 GB",
    ]);
    assert.deepEqual([0, 59_999, 60_000, 3_600_000, 7_500_000, 200_000_000].map(duration), [
        "0 s",
        "59 s",
        "1 min",
        "1 h",
        "2 h 5 min",
        "2 d",
    ]);
    assert.deepEqual([400, 12_000].map(pause), ["0.4 s", "12 s"]);
    assert.deepEqual([7.9, 65, 3723].map(clock), ["0:07", "1:05", "1:02:03"]);
    assert.deepEqual(
        [many(1, "node"), many(2, "node"), many(0, "process", "processes")],
        ["1 node", "2 nodes", "0 processes"],
    );
});

test("those that come and go are marked for a while", () => {
    const key = (item: string) => item;
    const first = polled(null, ["a", "b"], key, 0);
    assert.deepEqual(first, [
        { item: "a", mark: null, since: 0 },
        { item: "b", mark: null, since: 0 },
    ]);
    const second = polled(first, ["b", "c"], key, 1000);
    assert.deepEqual(second, [
        { item: "a", mark: "gone", since: 1000 },
        { item: "b", mark: null, since: 0 },
        { item: "c", mark: "new", since: 1000 },
    ]);
    const third = polled(second, ["a", "b", "c"], key, 2000);
    assert.deepEqual(
        third.map(({ mark }) => mark),
        ["new", null, "new"],
    );
    assert.deepEqual(
        polled(second, ["b", "c"], key, 13_000).map(({ item, mark }) => [item, mark]),
        [
            ["b", null],
            ["c", null],
        ],
    );
});

test("Ctrl and arrows as a terminal expects them", () => {
    assert.deepEqual(["c", "C", "[", " ", "?", "é", "ab"].map(withCtrl), [
        "\x03",
        "\x03",
        "\x1b",
        "\0",
        "\x7f",
        "é",
        "ab",
    ]);
    assert.deepEqual(
        [arrowKey("up", false, false), arrowKey("up", true, false), arrowKey("left", true, true)],
        ["\x1b[A", "\x1bOA", "\x1b[1;5D"],
    );
});

test("only keys with the whole prefix are the console's", () => {
    const pressed = { code: "KeyF", key: "F", ctrlKey: true, shiftKey: true, altKey: false, metaKey: false };
    assert.equal(actionOf(pressed, "Ctrl+Shift"), "find");
    assert.equal(actionOf(pressed, "Alt+Shift"), null);
    assert.equal(actionOf({ ...pressed, shiftKey: false }, "Ctrl+Shift"), null);
    assert.equal(actionOf({ ...pressed, metaKey: true }, "Ctrl+Shift"), null);
    assert.equal(actionOf({ ...pressed, code: "KeyQ" }, "Ctrl+Shift"), null);
    assert.equal(new Set(SHORTCUTS.map(({ code }) => code)).size, SHORTCUTS.length);
});

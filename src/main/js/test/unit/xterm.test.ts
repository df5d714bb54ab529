import assert from "node:assert/strict";
import { test } from "node:test";
import headless from "@xterm/headless";
import type { Process } from "../../src/process.js";
import { ProcessAddon, ViewAddon } from "../../src/xterm.js";
import { Emitter } from "../../src/emitter.js";
import { Outlet } from "../../src/outlet.js";
import type { View } from "../../src/view.js";
import type { Snapshot, ViewEvents } from "../../src/view-types.js";
import type { Size } from "../../src/wire.js";
import { settled } from "../support/fake-clock.js";

type Terminal = InstanceType<typeof headless.Terminal>;

/** A process, or a view, as far as an addon sees it. */
class FakeSource {
    readonly outlet = new Outlet<{ bytes: Uint8Array }>(() => {});
    readonly output = this.outlet;
    readonly typed: string[] = [];
    readonly sizes: Size[] = [];
    readonly emitter = new Emitter<ViewEvents>();
    role = "observer";
    size: Size | null = null;
    snapshot: Snapshot | null = null;

    async write(data: string | Uint8Array): Promise<void> {
        this.typed.push(typeof data === "string" ? data : Buffer.from(data).toString("latin1"));
    }

    async resize(size: Size): Promise<void> {
        this.sizes.push(size);
    }

    on<N extends keyof ViewEvents>(name: N, listener: (event: ViewEvents[N]) => void): () => void {
        return this.emitter.on(name, listener);
    }

    print(text: string): void {
        this.outlet.put({ bytes: Buffer.from(text) }, text.length);
    }
}

function terminal(): Terminal {
    return new headless.Terminal({ rows: 5, cols: 20, allowProposedApi: true });
}

async function shown(on: Terminal): Promise<string> {
    await settled();
    await new Promise<void>(resolve => on.write("", resolve));
    const lines = Array.from({ length: on.rows }, (_, row) => on.buffer.active.getLine(row)?.translateToString(true));
    return lines.join("\n").trimEnd();
}

test("aTerminalShowsAProcessAndTypesIntoIt", async () => {
    const source = new FakeSource();
    const on = terminal();
    const addon = new ProcessAddon(source as unknown as Process);
    on.loadAddon(addon);
    source.print("hello ");
    source.print("you\r\n");
    on.input("ls\r");
    on.resize(30, 6);
    on.resize(40, 7);
    assert.equal(await shown(on), "hello you");
    assert.deepEqual(source.typed, ["ls\r"]);
    assert.deepEqual(source.sizes, [
        { rows: 5, cols: 20 },
        { rows: 7, cols: 40 },
    ]);
    on.dispose();
    source.print("more");
    assert.deepEqual(await new Promise(resolve => setImmediate(() => resolve(source.typed))), ["ls\r"]);
});

test("outputIsTakenAsFastAsItIsShown", async () => {
    const source = new FakeSource();
    const waiting: (() => void)[] = [];
    const nothing = { dispose: () => {} };
    new ProcessAddon(source as unknown as Process).activate({
        rows: 1,
        cols: 1,
        write: (_data, callback) => waiting.push(callback ?? (() => {})),
        reset: () => {},
        resize: () => {},
        onData: () => nothing,
        onBinary: () => nothing,
        onResize: () => nothing,
    });
    for (let i = 0; i < 10; i++) {
        source.print("x".repeat(50_000));
    }
    await settled();
    assert.equal(waiting.length, 3);
    waiting.splice(0).forEach(callback => callback());
    await settled();
    assert.equal(waiting.length, 3);
});

test("aViewBeginsWithItsSnapshotAndFollowsWhoDrives", async () => {
    const source = new FakeSource();
    source.snapshot = { bytes: Buffer.from("screen\r\n"), rows: 3, cols: 10 };
    source.size = { rows: 3, cols: 10 };
    const on = terminal();
    on.loadAddon(new ViewAddon(source as unknown as View));
    source.print("more");
    assert.equal(await shown(on), "screen\nmore");
    assert.deepEqual([on.rows, on.cols, source.sizes], [3, 10, []]);

    const driver = { viewer: null, label: null };
    source.emitter.emit("driver", { driver, you: false, size: { rows: 4, cols: 12 } });
    await shown(on);
    assert.deepEqual([on.rows, on.cols, source.sizes], [4, 12, []]);

    source.role = "driver";
    source.emitter.emit("driver", { driver, you: true, size: { rows: 4, cols: 12 } });
    on.resize(33, 8);
    await settled();
    assert.deepEqual(source.sizes, [
        { rows: 4, cols: 12 },
        { rows: 8, cols: 33 },
    ]);
});

test("aViewThatHasMovedShowsTheNewScreenOnly", async () => {
    const source = new FakeSource();
    const on = terminal();
    on.loadAddon(new ViewAddon(source as unknown as View));
    source.print("old");
    await shown(on);
    const snapshot = { bytes: Buffer.from("new"), rows: 5, cols: 20 };
    source.emitter.emit("moved", { afterSeq: 9, droppedBytes: 1, snapshot });
    source.print("er");
    assert.equal(await shown(on), "newer");
});

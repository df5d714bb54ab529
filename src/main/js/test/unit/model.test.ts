import assert from "node:assert/strict";
import { test } from "node:test";
import { connectBy } from "../../src/connect.js";
import { FakeClock, settled } from "../support/fake-clock.js";
import { chances, ModelServer } from "../support/model-server.js";

const ROUNDS = 60;

async function play(seed: number): Promise<void> {
    const chance = chances(seed);
    const model = new ModelServer(chance, seed % 2 === 0);
    const clock = new FakeClock();
    const client = await connectBy(model.server.doorway, clock, { outputBytes: seed % 3 === 0 ? 400 : 1 << 20 });
    const starting = client.session.start({ command: ["cat"], processId: "p", pipeStdin: true });
    let shown = "";
    let ended = false;
    let paused = false;
    const showing = starting.then(async process => {
        for await (const { bytes } of process.output) {
            shown += Buffer.from(bytes).toString();
            while (paused) {
                await new Promise(resolve => setImmediate(resolve));
            }
        }
        ended = true;
    });
    let printed = "";
    const writes: Promise<void>[] = [];
    let written = "";
    for (let round = 0; round < ROUNDS; round++) {
        for (let i = Math.floor(chance() * 8); i > 0; i--) {
            const text = `${printed.length} `;
            printed += text;
            model.print(text);
        }
        if (chance() < 0.4) {
            const text = `${written.length} `;
            written += text;
            writes.push(starting.then(process => process.write(text)));
        }
        if (chance() < 0.15) {
            await model.cut();
        }
        paused = chance() < 0.5;
        if (chance() < 0.5) {
            await clock.pass(chance() * 300);
        }
        if (round === ROUNDS - 5) {
            model.exit(7);
        }
    }
    paused = false;
    model.close();
    const closing = starting.then(process => process.closeStdin());
    for (let i = 0; i < 200 && !ended; i++) {
        await clock.pass(100);
    }
    await settled();
    assert.equal(ended, true, `seed ${seed}: the output did not end at ${shown.length} of ${printed.length}`);
    await Promise.all([showing, closing, ...writes]);
    assert.deepEqual([shown, model.written.join("")], [printed, written], `seed ${seed}`);
    const exit = await (await starting).wait();
    assert.deepEqual([exit.exitCode, model.starts, model.closes], [7, 1, 1], `seed ${seed}`);
    client.close();
    assert.equal(clock.waiting, 0);
}

test("nothingIsLostAndNothingDoubledWhateverHappensToTheLine", async () => {
    for (let seed = 1; seed <= 150; seed++) {
        await play(seed);
    }
});

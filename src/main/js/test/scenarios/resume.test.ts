import assert from "node:assert/strict";
import { test } from "node:test";
import { connect } from "../../src/connect.js";
import { RpcError } from "../../src/errors.js";
import { CutProxy } from "../support/cut-proxy.js";
import { refusal } from "../support/fake-client.js";
import { chances } from "../support/model-server.js";
import { digestOf, digestOfNumbers, numbersScript, textUntil } from "../support/output.js";
import { DOORS, eventually, isAlive, scenarios } from "../support/scenario.js";
import { TestServer } from "../support/test-server.js";

const on = scenarios();
const MIB = 1 << 20;
/** Connections that do not hold would make the pauses longer than the test. */
const OFTEN = { maxMs: 200 };

on("anotherClientTakesASessionUp", async (client, { server, door }) => {
    const { id } = client.session;
    assert.ok(id);
    const process = await client.session.start({ command: "echo one; read x; echo two $x; exit 5", pipeStdin: true });
    assert.equal(await textUntil(process.output, "\n"), "one\n");
    client.close();

    const second = await server.client({ door, sessionId: id });
    const again = second.session.process(process.id, { afterSeq: 1 });
    await again.write("x\n");
    assert.equal(await again.text(), "two x\n");
    assert.equal((await again.wait()).exitCode, 5);
    second.close();
});

on("outputOfTheMeantimeIsReadAfterwards", async (client, { server, door }) => {
    const { id } = client.session;
    assert.ok(id);
    const script = `echo $$; read line; ${numbersScript(10 * MIB)}`;
    const process = await client.session.start({ command: script, pipeStdin: true });
    const pid = Number(await textUntil(process.output, "\n"));
    await process.write("\n");
    client.close();
    await eventually("the process is gone", async () => !(await isAlive(pid)));

    const second = await server.client({ door, sessionId: id });
    const again = second.session.process(process.id, { afterSeq: 1 });
    assert.deepEqual(await digestOf(again.output), digestOfNumbers(10 * MIB));
    second.close();
});

on("anAttachedSessionIsNotTakenOver", async (client, { server, door }) => {
    const { id } = client.session;
    assert.ok(id);
    const second = await refusal(server.client({ door, sessionId: id, reconnect: { windowMs: 500 } }));
    assert.equal((second as RpcError).code, -32010);
    assert.equal(await (await client.session.start({ command: "echo here" })).text(), "here\n");
});

for (const door of DOORS) {
    for (const seed of [1, 2, 3]) {
        test(`cutsAtRandomLoseNothingAndDoubleNothing ${seed} (${door})`, { timeout: 120_000 }, async () => {
            const server = await TestServer.start();
            const proxy = await CutProxy.before(server.address);
            const client = await connect(proxy.url, { door, reconnect: OFTEN });
            const chance = chances(seed);
            try {
                const producer = await client.session.start({
                    command: `for i in 1 2 3 4 5 6 7 8; do ${numbersScript(2 * MIB)}; sleep 0.3; done`,
                    digest: true,
                });
                const echo = await client.session.start({ command: ["cat"], pipeStdin: true });
                proxy.cutAtRandom(250, chance);
                const produced = digestOf(producer.output);
                const echoed = echo.text();
                const starts: Promise<string>[] = [];
                let written = "";
                const writes: Promise<void>[] = [];
                for (let i = 0; i < 300; i++) {
                    const line = `${i} ${"x".repeat(Math.floor(chance() * 3000))}\n`;
                    written += line;
                    writes.push(echo.write(line));
                    if (i % 30 === 0) {
                        starts.push(client.session.start({ command: `echo ${i}` }).then(process => process.text()));
                    }
                    await new Promise(resolve => setTimeout(resolve, 10));
                }
                await Promise.all(writes);
                await echo.closeStdin();
                assert.equal(await echoed, written);
                assert.deepEqual(await Promise.all(starts), Array.from({ length: 10 }, (_, i) => `${i * 30}\n`));
                const { inOrder, ...digest } = await produced;
                assert.deepEqual((await producer.closed()).digests.stdout, digest);
                assert.deepEqual([digest.bytes, inOrder], [16 * MIB, true]);
                proxy.heal();
                assert.ok(proxy.cuts > 5, `${proxy.cuts} cuts`);
                assert.equal((await client.session.processes()).filter(process => !process.exited).length, 0);
            } finally {
                client.close();
                await proxy.close();
                await server.stop();
            }
        });
    }

    test(`filesAreReadOnAndOperationsAreDoneOnceBehindCuts (${door})`, { timeout: 120_000 }, async () => {
        const server = await TestServer.start();
        const proxy = await CutProxy.before(server.address);
        const client = await connect(proxy.url, { door, reconnect: OFTEN });
        const folder = `/tmp/execbus-js-${process.pid}-${door}`;
        try {
            await client.files.createDirectory(folder);
            const made = await client.session.start({ command: `${numbersScript(16 * MIB)} > ${folder}/large` });
            await made.closed();
            proxy.cutAtRandom(400, chances(7));
            let seq = 0;
            const blocks = async function* (): AsyncGenerator<{ seq: number; bytes: Uint8Array }> {
                for await (const bytes of client.files.readStream(`${folder}/large`)) {
                    await new Promise(resolve => setTimeout(resolve, 20));
                    yield { seq: ++seq, bytes };
                }
            };
            assert.deepEqual(await digestOf(blocks()), digestOfNumbers(16 * MIB));
            for (let i = 0; i < 100; i++) {
                await client.files.writeFile(`${folder}/a`, `${i}`);
                await client.files.rename(`${folder}/a`, `${folder}/b${i}`);
            }
            assert.equal((await client.files.readDirectory(folder)).length, 101);
        } finally {
            proxy.heal();
            await client.files.remove(folder).catch(() => {});
            client.close();
            await proxy.close();
            await server.stop();
        }
    });
}

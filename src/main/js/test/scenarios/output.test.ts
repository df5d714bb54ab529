import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { digestOf, digestOfNumbers, numbersScript, slowly, textUntil } from "../support/output.js";
import { eventually, isAlive, scenarios } from "../support/scenario.js";

const on = scenarios();
const MIB = 1 << 20;

on("bigOutputArrivesWholeAndInOrder", async client => {
    const process = await client.session.start({ command: numbersScript(20 * MIB), digest: true });
    const told = await digestOf(process.output);
    assert.deepEqual(told, digestOfNumbers(20 * MIB));
    const { bytes, sha256 } = told;
    assert.deepEqual((await process.closed()).digests.stdout, { bytes, sha256 });
    assert.equal((await process.wait()).exitCode, 0);
});

on("outputComesBeforeTheExitOfItsWriter", async client => {
    for (let i = 0; i < 50; i++) {
        const process = await client.session.start({ command: "echo out; echo err >&2" });
        assert.equal((await process.text()).length, 8);
        assert.equal((await process.wait()).exitCode, 0);
    }
});

on("nothingIsClosedWhileSomebodyHoldsTheOutput", async client => {
    const process = await client.session.start({ command: "sleep 1000 & echo $!; exit 0" });
    await process.wait();
    const pid = Number(await textUntil(process.output, "\n"));
    assert.deepEqual([process.isClosed, await isAlive(pid)], [false, true]);
    globalThis.process.kill(pid);
    await process.closed();
    assert.equal(await process.text(), "");
});

on("anExitIsToldThoughNobodyReadsTheOutput", async client => {
    const process = await client.session.start({ command: numbersScript(40 * MIB) });
    assert.equal((await process.wait()).exitCode, 0);
    await process.closed();
    assert.deepEqual(await digestOf(process.output), digestOfNumbers(40 * MIB));
});

on("aSlowReaderHoldsNothingUpAndLosesNothing", async client => {
    const process = await client.session.start({ command: numbersScript(30 * MIB), outputBytes: 64 << 10 });
    const telling = digestOf(slowly(process.output, 50, 5));
    const other = await client.session.start({ command: "echo quick" });
    assert.equal(await other.text(), "quick\n");
    assert.deepEqual(await telling, digestOfNumbers(30 * MIB));
});

on("manyProcessesAtATimeDoNotMix", async client => {
    const texts = await Promise.all(
        Array.from({ length: 30 }, async (_, i) => {
            const process = await client.session.start({ command: `seq ${i} 3000` });
            return (await process.text()).split("\n", 1)[0];
        }),
    );
    assert.deepEqual(texts, Array.from({ length: 30 }, (_, i) => `${i}`));
});

on("theServerMakesHttpRequests", async client => {
    const server = createServer((request, response) => {
        response.writeHead(201, { "x-method": request.method });
        request.pipe(response);
    });
    await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    try {
        const answer = await client.http.request({ method: "POST", url, body: "hello" });
        assert.deepEqual([answer.status, answer.text()], [201, "hello"]);
        assert.ok(answer.headers.some(header => header.name === "x-method" && header.value === "POST"));
        const streamed = await client.http.stream({ method: "PUT", url, body: new Uint8Array(300_000) });
        let bytes = 0;
        for await (const piece of streamed.body) {
            bytes += piece.length;
        }
        assert.deepEqual([streamed.status, bytes], [201, 300_000]);
    } finally {
        server.close();
        await eventually("the server is closed", () => !server.listening);
    }
});

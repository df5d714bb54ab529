import assert from "node:assert/strict";
import { RpcError } from "../../src/errors.js";
import type { Chunk } from "../../src/feed.js";
import { refusal } from "../support/fake-client.js";
import { textUntil } from "../support/output.js";
import { scenarios } from "../support/scenario.js";

const on = scenarios();

on("tellsWhatHappensFromTheFirstByteToTheEnd", async client => {
    const process = await client.session.start({ command: ["/bin/sh", "-c", "printf hello; exit 3"] });
    const chunks: Chunk[] = [];
    for await (const chunk of process.output) {
        chunks.push(chunk);
    }
    assert.deepEqual(chunks, [{ seq: 1, stream: "stdout", bytes: new Uint8Array(Buffer.from("hello")) }]);
    assert.deepEqual(await process.wait(), {
        exitCode: 3,
        signal: undefined,
        verdict: undefined,
        sandboxDenied: false,
    });
    assert.deepEqual([process.isClosed, process.droppedBytes], [true, 0]);
});

on("keepsTheTwoOutputsApart", async client => {
    const start = { command: "echo out; echo err >&2" };
    assert.equal(await (await client.session.start(start)).text("stdout"), "out\n");
    assert.equal(await (await client.session.start(start)).text("stderr"), "err\n");
    assert.equal((await (await client.session.start(start)).text()).length, 8);
});

on("refusesAnIdThatIsTaken", async client => {
    await client.session.start({ command: ["sleep", "60"], processId: "p" });
    const params = { processId: "p", argv: ["true"], cwd: "file:///", env: {}, tty: false };
    assert.deepEqual(
        await refusal(client.call("process/start", params)),
        new RpcError(-32600, "process p already exists"),
    );
    assert.ok((await refusal(client.session.start({ command: "true", processId: "p" }))) instanceof RangeError);
});

on("aFailedStartLeavesTheIdFree", async client => {
    assert.deepEqual(
        await refusal(client.session.start({ command: ["/nowhere/at/all"], processId: "p" })),
        new RpcError(-32603, "No such file or directory (os error 2)"),
    );
    const process = await client.session.start({ command: "echo here", processId: "p" });
    assert.equal(await process.text(), "here\n");
});

on("givesTheChildWhatThePolicyMakes", async client => {
    const lists = { exclude: [], set: { A: "1" }, includeOnly: [] };
    const none = { inherit: "none" as const, ignoreDefaultExcludes: false, ...lists };
    const command = ["/usr/bin/env"];
    const lines = async (start: object): Promise<string[]> =>
        (await (await client.session.start({ command, ...start })).text()).trim().split("\n").sort();
    assert.deepEqual(await lines({ env: { B: "2" }, envPolicy: none }), ["A=1", "B=2"]);
    assert.deepEqual(await lines({ env: { B: "2" }, envPolicy: null }), ["B=2"]);
    assert.ok((await lines({ env: { B: "2" } })).length > 2);
});

on("aProcessStartsWhereItIsTold", async client => {
    const process = await client.session.start({ command: ["pwd"], cwd: "/usr/bin" });
    assert.equal(await process.text(), "/usr/bin\n");
});

on("aTerminalHasTheSizeItIsGiven", async client => {
    const process = await client.session.start({ command: ["stty", "size"], tty: { rows: 40, cols: 100 } });
    assert.equal(await process.text("pty"), "40 100\r\n");
});

on("aResizeIsSeenByTheProgram", async client => {
    const process = await client.session.start({ command: "stty size; read line; stty size", tty: true });
    assert.equal(await textUntil(process.output, "\n"), "24 80\r\n");
    await process.resize({ rows: 50, cols: 132 });
    await process.write("\n");
    assert.equal(await process.text(), "\r\n50 132\r\n");
});

on("listsWhatTheSessionHas", async client => {
    const done = await client.session.start({ command: ["false"], processId: "done" });
    await done.closed();
    await client.session.start({ command: "exec sleep 60", processId: "p", tty: true });
    const listed = (await client.session.processes()).map(({ pid, ...rest }) => ({ ...rest, hasPid: pid > 0 }));
    const common = { hasPid: true };
    assert.deepEqual(
        listed.sort((a, b) => a.processId.localeCompare(b.processId)),
        [
            { processId: "done", tty: false, exited: true, exitCode: 1, closed: true, nextSeq: 3, ...common },
            { processId: "p", tty: true, exited: false, exitCode: null, closed: false, nextSeq: 1, ...common },
        ],
    );
});

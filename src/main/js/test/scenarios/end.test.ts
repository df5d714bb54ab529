import assert from "node:assert/strict";
import { test } from "node:test";
import { SessionLostError } from "../../src/errors.js";
import { refusal } from "../support/fake-client.js";
import { textUntil } from "../support/output.js";
import { DOORS, eventually, isAlive, scenarios } from "../support/scenario.js";
import { TestServer } from "../support/test-server.js";

const on = scenarios(["--set", "sessions.ttlMs=300"]);
const END = { verdict: undefined, sandboxDenied: false };

on("terminateKillsTheWholeTree", async client => {
    const process = await client.session.start({ command: "sleep 1000 & echo $!; wait" });
    const grandchild = Number(await textUntil(process.output, "\n"));
    assert.equal(await process.terminate(), true);
    assert.deepEqual(await process.wait(), { exitCode: 137, signal: "KILL", ...END });
    await eventually("the grandchild is gone", async () => !(await isAlive(grandchild)));
    await process.closed();
    assert.equal(await process.terminate(), false);
});

on("aSignalReachesTheGroupAndIsNamedAtTheEnd", async client => {
    const process = await client.session.start({ command: "sleep 1000 & echo $!; wait" });
    const grandchild = Number(await textUntil(process.output, "\n"));
    await process.signal("TERM");
    assert.deepEqual(await process.wait(), { exitCode: 143, signal: "TERM", ...END });
    await eventually("the grandchild is gone", async () => !(await isAlive(grandchild)));
});

on("aProcessThatTakesTooLongIsAskedToEnd", async client => {
    const process = await client.session.start({ command: ["sleep", "60"], timeoutMs: 100 });
    assert.deepEqual(await process.wait(), { exitCode: 124, signal: "TERM", verdict: "timeout", sandboxDenied: false });
});

on("aLimitEndsAProcessAndSaysWhich", async client => {
    const command = "head -c 1000000 /dev/zero; sleep 60";
    const process = await client.session.start({ command, limits: { outputBytes: 1000 } });
    assert.equal((await process.wait()).verdict, "outputQuota");
});

on("anExpiredSessionTakesItsProcessesWithItAndIsLostForTheClient", async (client, { server, door }) => {
    const process = await client.session.start({ command: "echo $$; exec sleep 1000" });
    const pid = Number(await textUntil(process.output, "\n"));
    const { id } = client.session;
    assert.ok(id);
    client.close();
    await eventually("the process is gone", async () => !(await isAlive(pid)));
    const late = await refusal(server.client({ door, sessionId: id }));
    assert.equal(late.message, `unknown session id ${id}`);
});

for (const door of DOORS) {
    test(`aServerThatStopsIsWaitedForAndThenTheSessionIsLost (${door})`, { timeout: 60_000 }, async () => {
        const server = await TestServer.start();
        const states: string[] = [];
        const client = await server.client({
            door,
            reconnect: { windowMs: 2000 },
            onState: ({ state }) => states.push(state),
        });
        const process = await client.session.start({ command: ["sleep", "1000"] });
        await server.stop();
        assert.ok((await refusal(process.wait())) instanceof SessionLostError);
        assert.deepEqual([states.slice(0, 3), states.at(-1)], [["connecting", "open", "reconnecting"], "lost"]);
    });
}

import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { connect } from "../../src/connect.js";
import { ConnectError } from "../../src/errors.js";
import { refusal } from "../support/fake-client.js";
import { DOORS } from "../support/scenario.js";
import { TestServer } from "../support/test-server.js";

const TOKEN = "a-secret-of-this-test";
let folder: string;
let server: TestServer;

before(async () => {
    folder = await mkdtemp(join(tmpdir(), "execbus-js-"));
    await writeFile(join(folder, "token"), TOKEN, { mode: 0o600 });
    const access = ["--ws-auth", "capability-token", "--ws-token-file", join(folder, "token")];
    server = await TestServer.start(...access, "--set", "transport.placementWaitMs=500");
});

after(async () => {
    await server.stop();
    await rm(folder, { recursive: true });
});

for (const door of DOORS) {
    test(`theRightTokenOpensTheDoor (${door})`, { timeout: 30_000 }, async () => {
        const client = await server.client({ door, token: () => Promise.resolve(TOKEN) });
        assert.equal(await (await client.session.start({ command: "echo in" })).text(), "in\n");
        client.close();
    });

    for (const token of [undefined, "wrong"]) {
        test(`${token ?? "no"}TokenDoesNot (${door})`, { timeout: 30_000 }, async () => {
            const cause = await refusal(server.client({ door, ...(token === undefined ? {} : { token }) }));
            assert.ok(cause instanceof ConnectError, String(cause));
            // Where there is a global WebSocket nothing tells the status.
            assert.equal(cause.definite, door === "bridge" || !("WebSocket" in globalThis), cause.message);
        });
    }

    test(`anEnvironmentThatIsNotThereGivesNoSession (${door})`, { timeout: 60_000 }, async () => {
        const cause = await refusal(connect(`${server.url}/environments/nowhere`, { door, token: TOKEN }));
        assert.match(cause.message, /nowhere/);
    });
}

test("nobodyThereIsAnError", async () => {
    const cause = await refusal(connect("ws://127.0.0.1:1"));
    assert.ok(cause instanceof ConnectError);
    assert.equal(cause.definite, false);
});

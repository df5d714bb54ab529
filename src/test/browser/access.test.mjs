import assert from "node:assert/strict";
import { request } from "node:http";
import { REFUSED, startGuarded, TOKEN } from "./support/guarded.mjs";
import { scenes } from "./support/scenes.mjs";
import { Server } from "./support/server.mjs";

const scene = scenes(async () => {
    const [guarded, without] = await Promise.all([
        startGuarded("guarded", { console: true }),
        Server.start("without", { console: false }),
    ]);
    return { guarded, without, stop: () => Promise.all([guarded.stop(), without.stop()]) };
});

scene("aTokenIsAskedForUntilItIsTheRightOne", async (visit, { guarded }) => {
    const ann = await visit(guarded.url("/console/"));
    const dialog = ann.page.getByRole("dialog", { name: "This server asks for a token" });
    await dialog.getByText("Without the right one it lets nobody in.").waitFor();
    await dialog.getByLabel("Token", { exact: true }).fill("a-wrong-one");
    await dialog.getByRole("button", { name: "Connect" }).click();
    await dialog.getByText("It did not take the token that this tab has.").waitFor();
    ann.expects(REFUSED);
    await dialog.getByLabel("Token", { exact: true }).fill(TOKEN);
    await dialog.getByRole("button", { name: "Connect" }).click();
    await ann.connected();
    const pane = await ann.terminal();
    await pane.enter("echo let-in-$((1 + 1))");
    await pane.shows("let-in-2");
    assert.ok(!ann.page.url().includes("token"));

    const ben = await visit(guarded.url("/console/"));
    await ben.page.getByRole("dialog", { name: "This server asks for a token" }).waitFor();
    ben.expects(REFUSED);
});

scene("withoutTheConsoleNothingOfItIsServed", async (_, { guarded, without }) => {
    const page = await (await fetch(guarded.url("/console/"))).text();
    const files = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, name]) => `/console/${name}`);
    assert.ok(files.length >= 3, page);
    const paths = ["/console", "/console/", "/console/index.html", "/console/rpc", ...files];
    const answers = await Promise.all(paths.map(path => fetch(without.url(path), { redirect: "manual" })));
    const served = answers.flatMap(({ status }, at) => (status === 404 ? [] : [`${paths[at]} ${status}`]));
    assert.deepEqual(served, []);
    for (const path of ["/console/rpc", "/environments/local/console/rpc"]) {
        assert.equal(await upgrade(without.url(path)), 404);
        assert.equal(await upgrade(without.url(path), { Origin: new URL(without.url("")).origin }), 403);
    }
});

/** The status a WebSocket is answered with. */
function upgrade(url, more = {}) {
    const headers = {
        Connection: "Upgrade",
        Upgrade: "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
        ...more,
    };
    return new Promise((resolve, reject) => {
        const asked = request(url, { headers, timeout: 10_000 });
        asked.on("response", response => resolve(response.resume().statusCode));
        asked.on("upgrade", (response, socket) => (socket.destroy(), resolve(response.statusCode)));
        asked.on("timeout", () => asked.destroy(new Error("no answer")));
        asked.on("error", reject);
        asked.end();
    });
}

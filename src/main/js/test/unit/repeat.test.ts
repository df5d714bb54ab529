import assert from "node:assert/strict";
import { test } from "node:test";
import { ConnectionLostError, RpcError } from "../../src/errors.js";
import { connected, refusal } from "../support/fake-client.js";
import { FakeServer } from "../support/fake-server.js";

test("whatChangesSomethingIsRepeatedUnderItsName", async () => {
    const { server, clock, client } = await connected();
    const removing = client.files.remove("/x");
    const asked = server.last.request("fs/remove");
    assert.match(asked.params["opId"] as string, /^[0-9a-f]{24}-\d+$/);
    await server.last.end(1006);
    await clock.pass(100);

    assert.deepEqual(server.last.request("fs/remove"), asked);
    await server.last.answer("fs/remove", {});
    await removing;
});

test("namesDiffer", async () => {
    const { server, client } = await connected();
    client.files.remove("/x").catch(() => {});
    client.files.remove("/x").catch(() => {});
    const names = server.last.requests.slice(-2).map(request => request.params["opId"]);
    assert.notEqual(names[0], names[1]);
});

test("withoutNamesNothingThatChangesSomethingIsRepeated", async () => {
    const server = new FakeServer().welcome();
    const { script } = server;
    server.script = (connection, request) => {
        if (request.method === "initialize") {
            queueMicrotask(() => connection.receive(request.id, { sessionId: "s" }));
        } else {
            script(connection, request);
        }
    };
    const { clock, client } = await connected({}, server);
    const removing = refusal(client.files.remove("/x"));
    const listing = client.session.processes();
    await server.last.end(1006);
    await clock.pass(100);

    assert.ok((await removing) instanceof ConnectionLostError);
    assert.deepEqual(server.last.methods(), ["initialize", "process/list"]);
    await server.last.answer("process/list", { processes: [] });
    await listing;
});

test("aHandleIsNotOpenedAgainByItself", async () => {
    const { server, client } = await connected();
    const opening = refusal(client.files.open("/x", "replace"));
    await server.last.end(1006);
    assert.ok((await opening) instanceof ConnectionLostError);
});

test("anHttpRequestIsNotMadeTwice", async () => {
    const { server, client } = await connected();
    const requesting = refusal(client.http.request({ url: "http://127.0.0.1/" }));
    await server.last.end(1006);
    assert.ok((await requesting) instanceof ConnectionLostError);
});

test("writesAreRepeatedInOrderUnderTheirNames", async () => {
    const { server, clock, client } = await connected();
    const starting = client.session.start({ command: ["cat"], pipeStdin: true });
    await server.last.answer("process/start", {});
    const process = await starting;
    const writes = ["a", "b", "c"].map(text => process.write(text));
    const asked = server.last.requests.filter(request => request.method === "process/write");
    server.last.receive(asked[0]?.id ?? 0, { status: "accepted" });
    await writes[0];
    await server.last.end(1006);
    const closing = process.closeStdin();
    await clock.pass(100);

    const again = server.last.requests.filter(request => request.method.match(/write|closeStdin/));
    assert.deepEqual(again.slice(0, 2), asked.slice(1));
    assert.equal(again[2]?.method, "process/closeStdin");
    again.forEach(request => server.last.receive(request.id, { status: "accepted" }));
    await Promise.all([...writes, closing]);
});

test("aStartThatWasNotAnsweredIsRepeatedBeforeItsOutputIsRead", async () => {
    const { server, clock, client } = await connected();
    const starting = client.session.start({ command: "true", processId: "p" });
    await server.last.end(1006);
    await clock.pass(100);
    assert.deepEqual(server.last.methods(), ["initialize", "process/start", "process/read"]);
    await server.last.answer("process/start", {});
    assert.equal((await starting).id, "p");
});

test("whatIsCalledWhileThereIsNoConnectionIsSentOnTheNext", async () => {
    const { server, clock, client } = await connected();
    await server.last.end(1006);
    const listing = client.session.processes();
    const opening = client.files.open("/x", "read");
    await clock.pass(100);
    await server.last.answer("process/list", { processes: [] });
    await server.last.answer("fs/open", {});
    await Promise.all([listing, opening]);
});

test("theLongestMessageIsBlamedForACloseBecauseOfItsLength", async () => {
    const { server, clock, client } = await connected();
    const writing = refusal(client.files.writeFile("/x", new Uint8Array(1 << 20)));
    const listing = client.session.processes();
    await server.last.end(1009);
    const cause = await writing;
    assert.ok(cause instanceof RpcError, String(cause));
    await clock.pass(100);
    assert.deepEqual(server.last.methods(), ["initialize", "process/list"]);
    await server.last.answer("process/list", { processes: [] });
    await listing;
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { ConnectionLostError, RpcError, SessionLostError, ViewEndedError } from "../../src/errors.js";
import type { View } from "../../src/view.js";
import type { AttachOptions } from "../../src/view-types.js";
import { base64, connected, refusal, type Scene } from "../support/fake-client.js";
import { settled } from "../support/fake-clock.js";
import type { ConnectOptions } from "../../src/connect.js";

const OWNER = { viewer: null, label: null };

function attachAnswer(changes: object = {}): object {
    return {
        session: "pub",
        processId: "p",
        tty: true,
        command: "vim x",
        role: "observer",
        level: "operator",
        driver: OWNER,
        viewer: "v-1",
        size: { rows: 24, cols: 80 },
        snapshot: null,
        afterSeq: 0,
        running: true,
        exitCode: null,
        startedAtMs: 1,
        ...changes,
    };
}

interface ViewScene extends Scene {
    view: View;
    output(seq: number, text?: string): void;
    tell(method: string, params: object): void;
}

async function attached(
    options: Partial<AttachOptions> = {},
    answer: object = {},
    settings: ConnectOptions = {},
): Promise<ViewScene> {
    const scene = await connected(settings);
    const attaching = scene.client.views.attach({ processId: "p", session: "pub", ...options });
    await scene.server.last.answer("process/attach", attachAnswer(answer));
    const view = await attaching;
    const tell = (method: string, params: object): void =>
        scene.server.last.tell(method, { viewId: view.id, ...params });
    const output = (seq: number, text = `${seq} `): void =>
        tell("view/output", { seq, stream: "pty", chunk: base64(text), timeMs: seq });
    return { ...scene, view, output, tell };
}

async function taken(view: View, count: number): Promise<string> {
    let text = "";
    const output = view.output[Symbol.asyncIterator]();
    for (let i = 0; i < count; i++) {
        const { value } = (await output.next()) as { value: { bytes: Uint8Array } };
        text += Buffer.from(value.bytes).toString();
    }
    return text;
}

test("attachesAndShowsWhatComes", async () => {
    const { server, view, output, tell } = await attached(
        { role: "driver", label: "me", size: { rows: 24, cols: 80 } },
        { snapshot: { dataBase64: "aGk=", rows: 24, cols: 80 }, afterSeq: 7 },
    );
    const { viewId, ...params } = server.last.request("process/attach").params;
    assert.equal(viewId, view.id);
    const size = { rows: 24, cols: 80 };
    assert.deepEqual(params, { processId: "p", session: "pub", role: "driver", label: "me", size });
    assert.deepEqual(view.snapshot, { bytes: new Uint8Array(Buffer.from("hi")), ...size });
    output(8);
    output(9);
    tell("view/exited", { seq: 10, exitCode: 3, signal: "TERM" });
    tell("view/closed", { seq: 11 });
    assert.equal(await taken(view, 2), "8 9 ");
    assert.equal((await view.output[Symbol.asyncIterator]().next()).done, true);
    assert.deepEqual([view.running, view.exitCode, view.tty, view.command], [false, 3, true, "vim x"]);
});

test("attachesAgainBehindWhatItHas", async () => {
    const { server, clock, view, output } = await attached({ from: { seq: 0 } });
    output(1);
    output(2);
    await server.last.end(1012);
    await clock.pass(100);
    assert.deepEqual(server.last.request("process/attach").params["from"], { seq: 2 });
    await server.last.answer("process/attach", attachAnswer({ afterSeq: 2 }));
    output(2);
    output(3);
    assert.equal(await taken(view, 3), "1 2 3 ");
});

test("anAttachThatWasCutIsMadeAgain", async () => {
    const { server, clock, client } = await connected();
    const attaching = client.views.attach({ processId: "p" });
    await server.last.end(1006);
    await clock.pass(100);
    await server.last.answer("process/attach", attachAnswer());
    assert.equal((await attaching).session, "pub");
});

test("anAttachThatIsRefusedLeavesNothing", async () => {
    const { server, clock, client } = await connected();
    const attaching = refusal(client.views.attach({ processId: "p" }));
    await server.last.refuse("process/attach", -32600, "unknown process id p");
    assert.ok((await attaching) instanceof RpcError);
    await server.last.end(1006);
    await clock.pass(100);
    assert.deepEqual(server.last.methods(), ["initialize"]);
});

test("aSlowReaderIsDetachedAndComesBack", async () => {
    const driver = { viewer: "v-1", label: null };
    const { server, view, output } = await attached({ outputBytes: 300, role: "driver" }, { driver });
    for (let seq = 1; seq <= 20; seq++) {
        output(seq);
    }
    assert.equal(server.last.request("process/detach").params["viewId"], view.id);
    const writing = view.write("x");
    assert.equal(await taken(view, 3), "1 2 3 ");
    await settled();
    const again = server.last.requests.filter(request => request.method === "process/attach");
    assert.deepEqual([again.length, again[1]?.params["from"], again[1]?.params["role"]], [2, { seq: 5 }, "driver"]);
    await server.last.answer("process/attach", attachAnswer({ afterSeq: 5, driver }));
    output(6);
    assert.equal(await taken(view, 3), "4 5 6 ");
    await server.last.answer("view/write", { status: "accepted" });
    await writing;
});

test("whatIsNoLongerThereIsToldInItsPlace", async () => {
    const { view, output, tell } = await attached();
    const order: string[] = [];
    view.on("moved", moved => order.push(`moved ${moved.afterSeq} ${moved.droppedBytes} ${moved.snapshot?.rows}`));
    output(1);
    tell("view/moved", { afterSeq: 9, droppedBytes: 100, snapshot: { dataBase64: "", rows: 5, cols: 6 } });
    output(10);
    order.push(await taken(view, 1));
    assert.deepEqual(order, ["1 "]);
    order.push(await taken(view, 1));
    assert.deepEqual(order, ["1 ", "moved 9 100 5", "10 "]);
});

test("tellsWhoDrivesAndWhoWouldLikeTo", async () => {
    const { server, view, tell } = await attached();
    const events: unknown[] = [];
    view.on("driver", event => events.push(event));
    const stop = view.on("requested", event => events.push(event));
    const driver = { viewer: "v-1", label: "me" };
    tell("view/driver", { driver, you: true, size: { rows: 5, cols: 6 } });
    tell("view/requested", { viewer: "v-2", label: null });
    stop();
    tell("view/requested", { viewer: "v-3", label: null });
    assert.deepEqual(events, [
        { driver, you: true, size: { rows: 5, cols: 6 } },
        { viewer: "v-2", label: null },
    ]);
    assert.deepEqual([view.role, view.driver, view.size], ["driver", driver, { rows: 5, cols: 6 }]);
    view.grantDriver("v-2").catch(() => {});
    await settled();
    assert.deepEqual(server.last.request("view/grantDriver").params, { viewId: view.id, viewer: "v-2" });
});

test("theOwnersWritesAreMadeAgainUnderTheirNames", async () => {
    const { server, clock, view } = await attached({}, { level: "owner" });
    const writing = view.write("x");
    await settled();
    const asked = server.last.request("view/write").params;
    await server.last.end(1006);
    await clock.pass(100);
    assert.deepEqual(server.last.methods(), ["initialize", "process/attach"]);
    await server.last.answer("process/attach", attachAnswer());
    assert.deepEqual(server.last.request("view/write").params, asked);
    await server.last.answer("view/write", { status: "accepted" });
    await writing;
});

test("anothersWritesAreNotMadeTwice", async () => {
    const { server, clock, view } = await attached();
    const lost = refusal(view.write("x"));
    await settled();
    await server.last.end(1006);
    const later = view.write("y");
    assert.ok((await lost) instanceof ConnectionLostError);
    await clock.pass(100);
    await server.last.answer("process/attach", attachAnswer());
    assert.equal(server.last.request("view/write").params["chunk"], base64("y"));
    await server.last.answer("view/write", { status: "accepted" });
    await later;
});

test("whoDoesNotDriveCannotWrite", async () => {
    const { server, view } = await attached();
    const writing = refusal(view.write("x"));
    await settled();
    await server.last.refuse("view/write", -32600, "the view does not drive the process");
    assert.equal((await writing).message, "the view does not drive the process");
});

test("anEndIsToldToAll", async () => {
    const { server, clock, view, output, tell } = await attached();
    const reasons: string[] = [];
    view.on("ended", ended => reasons.push(ended.reason));
    output(1);
    tell("view/ended", { reason: "revoked" });
    assert.equal(await taken(view, 1), "1 ");
    assert.deepEqual(await refusal(taken(view, 1)), new ViewEndedError("the view is over: revoked"));
    assert.ok((await refusal(view.write("x"))) instanceof ViewEndedError);
    assert.deepEqual(reasons, ["revoked"]);
    await server.last.end(1006);
    await clock.pass(100);
    assert.deepEqual(server.last.methods(), ["initialize"]);
});

test("aDetachedViewEndsQuietly", async () => {
    const { server, view } = await attached();
    view.detach();
    assert.equal((await view.output[Symbol.asyncIterator]().next()).done, true);
    assert.equal(server.last.request("process/detach").params["viewId"], view.id);
});

test("viewsOutliveTheClientsOwnSession", async () => {
    const { server, clock, view, output } = await attached({}, {}, { reconnect: { renewSession: true } });
    server.script = () => {};
    output(1);
    await server.last.end(4003);
    await clock.pass(100);
    await server.last.refuse("initialize", -32600, "unknown session id");
    await server.last.answer("initialize", { sessionId: "s-2" });
    assert.deepEqual(server.last.request("process/attach").params["from"], { seq: 1 });
    await server.last.answer("process/attach", attachAnswer({ afterSeq: 1 }));
    output(2);
    assert.equal(await taken(view, 2), "1 2 ");
});

test("withoutAnotherSessionViewsAreLostWithIt", async () => {
    const { server, clock, view } = await attached();
    server.script = () => {};
    await server.last.end(4003);
    await clock.pass(100);
    await server.last.refuse("initialize", -32600, "unknown session id");
    assert.ok((await refusal(taken(view, 1))) instanceof SessionLostError);
});

test("aShareSaysWhichProcessItIsOf", async () => {
    const { server, client } = await connected();
    const attaching = client.views.attach({ share: "t" });
    await server.last.answer("process/attach", attachAnswer({ level: "share" }));
    const view = await attaching;
    const { params } = server.last.request("process/attach");
    assert.deepEqual(params, { viewId: view.id, share: "t", role: "observer" });
    assert.equal(view.processId, "p");
    const page = client.export({ share: "t" }).next();
    await settled();
    assert.deepEqual(server.last.request("process/export").params, { share: "t" });
    await server.last.answer("process/export", { text: "a\n", next: null });
    assert.equal((await page).value, "a\n");
});

test("sharesAndListsAreAskedFor", async () => {
    const { server, client } = await connected();
    const creating = client.shares.create({ processId: "p", role: "observer", ttlMs: 5 });
    assert.deepEqual(server.last.request("share/create").params, { processId: "p", role: "observer", ttlMs: 5 });
    await server.last.answer("share/create", { shareId: "i", share: "t", expiresAtMs: 9 });
    assert.deepEqual(await creating, { shareId: "i", share: "t", expiresAtMs: 9 });
    const listing = client.shares.list({ processId: "p" });
    await server.last.answer("share/list", { shares: [] });
    assert.deepEqual(await listing, []);
    const revoking = refusal(client.shares.revoke("i"));
    await server.last.end(1006);
    client.close();
    assert.ok(!((await revoking) instanceof ConnectionLostError));
});

test("anExportIsReadPageByPage", async () => {
    const { server, client } = await connected();
    const pages = client.export({ processId: "p", session: "pub" });
    const first = pages.next();
    await settled();
    assert.deepEqual(server.last.request("process/export").params, { processId: "p", session: "pub" });
    await server.last.answer("process/export", { text: "a\n", next: "c1" });
    assert.equal((await first).value, "a\n");
    const second = pages.next();
    await settled();
    assert.deepEqual(server.last.request("process/export").params, { processId: "p", session: "pub", cursor: "c1" });
    await server.last.answer("process/export", { text: "b\n", next: null });
    assert.equal((await second).value, "b\n");
    assert.equal((await pages.next()).done, true);
});

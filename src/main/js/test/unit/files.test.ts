import assert from "node:assert/strict";
import { test } from "node:test";
import { RpcError } from "../../src/errors.js";
import { base64, connected, refusal, type Scene } from "../support/fake-client.js";
import { settled } from "../support/fake-clock.js";
import type { FakeServer } from "../support/fake-server.js";

const STATUS = { isDirectory: false, isFile: true, isSymlink: false, size: 6, createdAtMs: 0, modifiedAtMs: 5 };

test("pathsGoAsUrisAndComeBackAsPaths", async () => {
    const { server, client } = await connected();
    const walking = client.files.walk("/a b", { maxDepth: 2 });
    assert.deepEqual(server.last.request("fs/walk").params, {
        path: "file:///a%20b",
        options: { maxDepth: 2, maxDirectories: 10_000, maxEntries: 50_000, followDirectorySymlinks: false },
    });
    const entries = [{ path: "file:///a%20b/c", kind: "file" }];
    await server.last.answer("fs/walk", { entries, errors: [], truncated: false });
    assert.deepEqual(await walking, { entries: [{ path: "/a b/c", kind: "file" }], errors: [], truncated: false });
});

test("aStreamGoesOnBehindACut", async () => {
    const { server, clock, stream, first } = await begun();
    assert.deepEqual(first, new Uint8Array(Buffer.from("abc")));
    const second = stream.next();
    await settled();
    await server.last.end(1006);
    await clock.pass(100);
    await openAnswered(server);
    assert.deepEqual([server.last.request("fs/readBlock").params["offset"]], [3]);
    await server.last.answer("fs/readBlock", { chunk: base64("d"), eof: true });
    assert.deepEqual((await second).value, new Uint8Array(Buffer.from("d")));
});

test("aHandleOfAnEarlierConnectionIsOpenedAgain", async () => {
    const { server, clock, stream } = await begun();
    await server.last.end(1006);
    await clock.pass(100);

    const second = stream.next();
    await settled();
    await server.last.refuse("fs/readBlock", -32600, "unknown handle");
    await openAnswered(server);
    await server.last.answer("fs/readBlock", { chunk: "", eof: true });
    assert.equal((await second).done, true);
});

test("aFileThatHasChangedMeanwhileIsNotReadOn", async () => {
    const { server, clock, stream } = await begun();
    const second = refusal(stream.next());
    await settled();
    await server.last.end(1006);
    await clock.pass(100);
    await openAnswered(server, { ...STATUS, modifiedAtMs: 6 });
    assert.equal((await second).message, "the file has changed while it was read");
});

test("aFileThatMayNotBeOpenedIsAskedForOnce", async () => {
    const { server, client } = await connected();
    const stream = client.files.readStream("/x")[Symbol.asyncIterator]();
    const first = refusal(stream.next());
    await settled();
    await server.last.refuse("fs/open", -32600, "Permission denied (os error 13)");
    assert.ok((await first) instanceof RpcError);
});

test("aLongFileIsWrittenInBlocks", async () => {
    const { server, client } = await connected();
    const blocks: number[] = [];
    server.script = (connection, request) => {
        if (request.method === "fs/writeBlock") {
            blocks.push(request.params["offset"] as number);
        }
        queueMicrotask(() => connection.receive(request.id, {}));
    };
    await client.files.writeFile("/x", new Uint8Array((8 << 20) + 1));
    assert.deepEqual(blocks, Array.from({ length: 33 }, (_, i) => i << 18));
    assert.deepEqual(server.last.methods().slice(1, 2), ["fs/open"]);
    const refused = await refusal(client.files.writeFile("/x", new Uint8Array(9 << 20), { atomic: true }));
    assert.ok(refused instanceof RangeError);
});

test("aWatchIsSetAgainAndSaysThatItMayHaveMissedSomething", async () => {
    const { server, clock, client } = await connected();
    const watching = client.files.watch("/d", { recursive: true });
    const { watchId } = server.last.request("fs/watch").params;
    await server.last.answer("fs/watch", {});
    const watch = await watching;
    const changes = [{ path: "file:///d/x", kind: "created" }];
    server.last.tell("fs/changed", { watchId, changes, overflow: false });
    await server.last.end(1006);
    await clock.pass(100);
    assert.deepEqual(server.last.request("fs/watch").params, { watchId, path: "file:///d", recursive: true });
    await server.last.answer("fs/watch", {});

    const told = watch[Symbol.asyncIterator]();
    assert.deepEqual((await told.next()).value, { changes: [{ path: "/d/x", kind: "created" }], overflow: false });
    assert.deepEqual((await told.next()).value, { changes: [], overflow: true });
    const closing = watch.close();
    await server.last.answer("fs/unwatch", {});
    await closing;
    assert.equal((await told.next()).done, true);
});

test("anHttpBodyComesPieceByPiece", async () => {
    const { server, client } = await connected();
    const requesting = client.http.stream({ url: "http://x/", headers: { accept: "text/plain" }, body: "hi" });
    const { requestId, ...params } = server.last.request("http/request").params;
    assert.deepEqual(params, {
        method: "GET",
        url: "http://x/",
        streamResponse: true,
        headers: [{ name: "accept", value: "text/plain" }],
        bodyBase64: "aGk=",
    });
    await server.last.answer("http/request", { status: 200, headers: [] });
    const { body } = await requesting;
    const delta = (deltaBase64: string, done: boolean, error: string | null): void =>
        server.last.tell("http/request/bodyDelta", { requestId, seq: 1, deltaBase64, done, error });
    delta("YQ==", false, null);
    delta("", true, "cut");
    const pieces = body[Symbol.asyncIterator]();
    assert.deepEqual((await pieces.next()).value, Uint8Array.of(97));
    assert.equal((await refusal(pieces.next())).message, "cut");
});

test("anHttpBodyThatIsNotReadIsCancelled", async () => {
    const { server, client } = await connected();
    const requesting = client.http.stream({ url: "http://x/" });
    const { requestId } = server.last.request("http/request").params;
    await server.last.answer("http/request", { status: 200, headers: [] });
    const { body } = await requesting;
    const deltaBase64 = Buffer.alloc(1 << 20).toString("base64");
    for (let seq = 1; seq <= 17; seq++) {
        server.last.tell("http/request/bodyDelta", { requestId, seq, deltaBase64, done: false, error: null });
    }
    assert.deepEqual(server.last.request("http/cancel").params, { requestId });
    let bytes = 0;
    const cause = await refusal(
        (async () => {
            for await (const piece of body) {
                bytes += piece.length;
            }
        })(),
    );
    assert.ok(cause instanceof RangeError);
    assert.equal(bytes, 15 << 20);
});

/** A file of which the first three bytes are read. */
async function begun(): Promise<Scene & { stream: AsyncIterator<Uint8Array>; first: Uint8Array }> {
    const scene = await connected();
    const stream = scene.client.files.readStream("/x", { blockBytes: 3 })[Symbol.asyncIterator]();
    const reading = stream.next();
    await settled();
    await openAnswered(scene.server);
    await scene.server.last.answer("fs/readBlock", { chunk: base64("abc"), eof: false });
    return { ...scene, stream, first: (await reading).value as Uint8Array };
}

async function openAnswered(server: FakeServer, status: object = STATUS): Promise<void> {
    await server.last.answer("fs/open", {});
    await server.last.answer("fs/getMetadata", status);
}

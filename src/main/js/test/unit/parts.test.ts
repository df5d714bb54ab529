import assert from "node:assert/strict";
import { test } from "node:test";
import { doorAddress } from "../../src/addresses.js";
import { decodedLength, fromBase64, toBase64 } from "../../src/codec.js";
import { StdinClosedError } from "../../src/errors.js";
import { Input } from "../../src/input.js";
import { Outlet } from "../../src/outlet.js";
import { toPath, toUri } from "../../src/paths.js";
import { refusal } from "../support/fake-client.js";
import { settled } from "../support/fake-clock.js";

test("base64GoesBothWays", () => {
    for (const length of [0, 1, 2, 3, 255, 256, 70_000]) {
        const bytes = Uint8Array.from({ length }, (_, i) => i);
        const text = toBase64(bytes.subarray(0));
        assert.equal(text, Buffer.from(bytes).toString("base64"));
        assert.deepEqual(fromBase64(text), bytes);
        assert.equal(decodedLength(text), length);
    }
    const within = Uint8Array.of(1, 2, 3, 4).subarray(1, 3);
    assert.equal(toBase64(within), "AgM=");
});

test("pathsAreUris", () => {
    assert.equal(toUri("/a b/ü#?%/c"), "file:///a%20b/%C3%BC%23%3F%25/c");
    assert.equal(toPath("file:///a%20b/%C3%BC%23%3F%25/c"), "/a b/ü#?%/c");
    assert.equal(toUri("file:///x"), "file:///x");
    assert.throws(() => toUri("x"), new TypeError('expected an absolute path or a file: URI, not "x"'));
});

test("doorsHaveTheirAddresses", () => {
    const addresses = (url: string): string[] =>
        ([undefined, "websocket", "console", "bridge"] as const).map(door => doorAddress(url, door));
    assert.deepEqual(addresses("ws://127.0.0.1:4500"), [
        "ws://127.0.0.1:4500/",
        "ws://127.0.0.1:4500/",
        "ws://127.0.0.1:4500/console/rpc",
        "ws://127.0.0.1:4500/eventbus/websocket",
    ]);
    assert.deepEqual(addresses("https://x.example/environments/gpu/#x"), [
        "wss://x.example/environments/gpu",
        "wss://x.example/environments/gpu",
        "wss://x.example/environments/gpu/console/rpc",
        "wss://x.example/environments/gpu/eventbus/websocket",
    ]);
    assert.equal(doorAddress("ws://x/console/rpc", "console"), "ws://x/console/rpc");
    assert.throws(() => doorAddress("ftp://x", "websocket"), TypeError);
});

test("whatIsPutInComesOutInOrderAndThenTheEnd", async () => {
    const outlet = new Outlet<number>(() => {});
    for (let i = 0; i < 5000; i++) {
        outlet.put(i, 1);
    }
    outlet.end();
    const got = [];
    for await (const item of outlet) {
        got.push(item);
    }
    assert.deepEqual(got, Array.from({ length: 5000 }, (_, i) => i));
    assert.equal(outlet.bytes, 0);
});

test("aLoopThatIsLeftCanBeTakenUp", async () => {
    const outlet = new Outlet<number>(() => {});
    [1, 2, 3].forEach(item => outlet.put(item, 1));
    for await (const item of outlet) {
        assert.equal(item, 1);
        break;
    }
    outlet.end(new Error("enough"));
    const rest: number[] = [];
    const cause = await refusal(
        (async () => {
            for await (const item of outlet) {
                rest.push(item);
            }
        })(),
    );
    assert.deepEqual([rest, cause.message], [[2, 3], "enough"]);
});

test("whoWaitsGetsWhatComes", async () => {
    const outlet = new Outlet<number>(() => {});
    const iterator = outlet[Symbol.asyncIterator]();
    const steps = [iterator.next(), iterator.next(), iterator.next()];
    outlet.put(1, 1);
    outlet.end();
    const over = { done: true, value: undefined };
    assert.deepEqual(await Promise.all(steps), [{ done: false, value: 1 }, over, over]);
});

test("longInputIsWrittenInPiecesOfWhichAFewAreUnderWay", async () => {
    const sent: { length: number; writeId: string; answer: () => void }[] = [];
    let names = 0;
    const input = new Input(
        (chunk, writeId) =>
            new Promise(resolve => {
                sent.push({ length: decodedLength(chunk), writeId, answer: () => resolve({ status: "accepted" }) });
            }),
        () => `w${++names}`,
    );
    const piece = 256 << 10;
    const writing = input.write(new Uint8Array(6 * piece + 5));
    let sentBefore = 0;
    const closing = input.behind(async () => {
        sentBefore = answered + sent.length;
    });
    let answered = 0;
    assert.deepEqual(sent.map(each => each.length), [piece, piece, piece, piece]);
    while (sent.length > 0) {
        sent.shift()?.answer();
        answered++;
        await settled();
    }
    await Promise.all([writing, closing]);
    assert.deepEqual([sentBefore, answered, names], [7, 7, 7]);
});

test("inputThatIsNotTakenIsAnError", async () => {
    for (const [status, message] of [
        ["stdinClosed", "the process takes no input"],
        ["unknownProcess", "there is no such process any more"],
    ] as const) {
        const input = new Input(
            () => Promise.resolve({ status }),
            () => "w",
        );
        assert.deepEqual(await refusal(input.write("x")), new StdinClosedError(message));
    }
});

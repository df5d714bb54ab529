import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import type { Door, End } from "../../src/door.js";
import { doorway, type DoorSettings } from "../../src/doorways.js";
import { ConnectError } from "../../src/errors.js";
import type { Incoming } from "../../src/wire.js";
import { refusal } from "../support/fake-client.js";
import { FakeClock, settled } from "../support/fake-clock.js";
import { FakeSocket, FakeWebSocket } from "../support/fake-socket.js";

const SETTINGS: DoorSettings = {
    url: "ws://127.0.0.1:1",
    door: "websocket",
    token: undefined,
    authentication: undefined,
    WebSocket: FakeWebSocket,
    connectTimeoutMs: 1000,
    messageBytes: 1000,
};

class Heard {
    readonly messages: Incoming[] = [];
    readonly ends: End[] = [];
    readonly clock = new FakeClock();

    async opening(settings: Partial<DoorSettings> = {}): Promise<Promise<Door>> {
        return doorway({ ...SETTINGS, ...settings }, this.clock)({
            received: message => this.messages.push(message),
            closed: end => this.ends.push(end),
        });
    }

    async open(settings: Partial<DoorSettings> = {}): Promise<[Door, FakeSocket]> {
        const opening = this.opening(settings);
        await settled();
        FakeSocket.last.fire("open");
        return [await opening, FakeSocket.last];
    }
}

beforeEach(() => {
    FakeSocket.made = [];
});

test("theTokenIsAHeaderWhereThereAreHeaders", async () => {
    const [door, socket] = await new Heard().open({ token: "secret" });
    assert.deepEqual(
        [socket.url, socket.protocols, socket.options],
        ["ws://127.0.0.1:1/", [], { headers: { Authorization: "Bearer secret" }, perMessageDeflate: false }],
    );
    door.send({ id: 1, method: "initialize" });
    assert.deepEqual(socket.sent, ['{"id":1,"method":"initialize"}']);
});

test("theTokenIsASubprotocolWhereThereAreNone", async () => {
    const token = "s/e=c%ré";
    const [, socket] = await new Heard().open({ token, authentication: "subprotocol", door: "console" });
    assert.deepEqual(
        [socket.url, socket.protocols, socket.options],
        [
            "ws://127.0.0.1:1/console/rpc",
            ["execbus.bearer.s%2Fe%3Dc%25r%C3%A9", "execbus"],
            { headers: {}, perMessageDeflate: false },
        ],
    );
});

test("aTokenThatIsNotGivenInTimeIsNoToken", async () => {
    const heard = new Heard();
    const opening = refusal(heard.opening({ token: () => new Promise(() => {}) }));
    await heard.clock.pass(1000);
    assert.deepEqual(await opening, new ConnectError("no token within 1000 ms"));
});

test("aTokenMayBeAskedForAtEachConnection", async () => {
    let asked = 0;
    const token = (): Promise<string> => Promise.resolve(`t${++asked}`);
    const heard = new Heard();
    await heard.open({ token });
    const [, socket] = await heard.open({ token });
    assert.deepEqual(socket.options, { headers: { Authorization: "Bearer t2" }, perMessageDeflate: false });
    socket.fire("close", { code: 1008, reason: "no" });
    assert.deepEqual(heard.ends, [{ code: 1008, reason: "no", fatal: false }]);
});

test("theBridgeHasEnvelopesAndTheTokenInTheFirst", async () => {
    const heard = new Heard();
    const [door, socket] = await heard.open({ door: "bridge", token: "secret" });
    assert.equal(socket.url, "ws://127.0.0.1:1/eventbus/websocket");
    door.send({ id: 1, method: "initialize", params: { clientName: "x" } });
    door.send({ method: "initialized" });
    socket.say({ type: "pong" });
    socket.say({ type: "rec", address: "execbus.client", body: { id: 1, result: {} } });
    assert.deepEqual(
        socket.sent.map(frame => JSON.parse(frame) as object),
        [
            { type: "register", address: "execbus.client", headers: {} },
            {
                type: "send",
                address: "execbus.rpc",
                headers: { Authorization: "Bearer secret" },
                body: { id: 1, method: "initialize", params: { clientName: "x" } },
            },
            { type: "send", address: "execbus.rpc", headers: {}, body: { method: "initialized" } },
        ],
    );
    assert.deepEqual(heard.messages, [{ id: 1, result: {} }]);
});

test("aRefusalOfTheBridgeIsTheEnd", async () => {
    const heard = new Heard();
    const [, socket] = await heard.open({ door: "bridge" });
    socket.say({ type: "err", failureType: "x", message: "access_denied" });
    socket.fire("close", { code: 1008, reason: "" });
    assert.deepEqual(heard.ends, [{ code: 1008, reason: "the bridge says access_denied", fatal: true }]);
    assert.equal(socket.closedWith, 1000);
});

test("closeCodesThatWouldComeAgainAreFatal", async () => {
    const heard = new Heard();
    for (const code of [1002, 1007, 1008, 1006, 1012, 4003]) {
        const [, socket] = await heard.open();
        socket.fire("close", { code, reason: "" });
    }
    assert.deepEqual(
        heard.ends.filter(end => end.fatal).map(end => end.code),
        [1002, 1007, 1008],
    );
});

test("binaryMessagesAreTextAsWell", async () => {
    const heard = new Heard();
    const [, socket] = await heard.open();
    socket.fire("message", { data: new TextEncoder().encode('{"id":1,"result":{}}').buffer });
    socket.fire("message", { data: "what?" });
    assert.deepEqual(heard.messages, [{ id: 1, result: {} }]);
    assert.deepEqual(heard.ends, [{ code: 1007, reason: "the server sent something that is not JSON", fatal: true }]);
});

test("whatIsTooLongIsNotSent", async () => {
    const [door, socket] = await new Heard().open();
    assert.throws(() => door.send({ method: "ü".repeat(500) }), RangeError);
    door.send({ method: "u".repeat(900) });
    assert.equal(socket.sent.length, 1);
});

test("aConnectionThatCannotBeMadeSaysWhy", async () => {
    const heard = new Heard();
    const opening = refusal(heard.opening());
    await settled();
    FakeSocket.last.fire("error", { message: "Unexpected server response: 401" });
    FakeSocket.last.fire("close", { code: 1006, reason: "" });
    assert.deepEqual(await opening, new ConnectError("Unexpected server response: 401", true));
    assert.deepEqual([heard.ends, heard.clock.waiting], [[], 0]);

    const again = refusal(heard.opening());
    await settled();
    FakeSocket.last.fire("error", { message: "Unexpected server response: 503" });
    FakeSocket.last.fire("close", { code: 1006, reason: "" });
    assert.deepEqual(await again, new ConnectError("Unexpected server response: 503", false));
});

test("aConnectionThatTakesTooLongIsGivenUp", async () => {
    const heard = new Heard();
    const opening = refusal(heard.opening());
    await heard.clock.pass(1000);
    assert.deepEqual(await opening, new ConnectError("no connection within 1000 ms"));
    assert.equal(FakeSocket.last.closedWith, 1005);
});

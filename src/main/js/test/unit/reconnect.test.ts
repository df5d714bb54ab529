import assert from "node:assert/strict";
import { test } from "node:test";
import { connectBy } from "../../src/connect.js";
import { ClientClosedError, ConnectError, RpcError, SessionLostError } from "../../src/errors.js";
import { connected, refusal } from "../support/fake-client.js";
import { FakeClock, settled } from "../support/fake-clock.js";
import { FakeServer } from "../support/fake-server.js";

test("beginsWithInitializeAndInitialized", async () => {
    const { server, client, states } = await connected({ clientName: "me" });

    assert.deepEqual(server.last.request("initialize").params, { clientName: "me" });
    assert.deepEqual(server.last.notifications, ["initialized"]);
    assert.equal(client.session.id, "s-1");
    assert.deepEqual(client.session.environment.cwd, "file:///srv");
    assert.deepEqual(states, [{ state: "connecting" }, { state: "open", resumed: false, renewed: false }]);
});

test("resumesItsSessionOnTheNextConnection", async () => {
    const { server, clock, states } = await connected();
    await server.last.end(1006, "cut");
    assert.equal(server.connections.length, 1);
    await clock.pass(100);

    assert.deepEqual(server.last.request("initialize").params, { clientName: "execbus.js", resumeSessionId: "s-1" });
    assert.deepEqual(states.slice(2), [
        { state: "reconnecting", reason: "cut", attempt: 1 },
        { state: "open", resumed: true, renewed: false },
    ]);
});

for (const code of [1001, 1006, 1011, 1012, 4001, 4002, 4003, 4004]) {
    test(`comesBackAfter${code}`, async () => {
        const { server, clock, states } = await connected();
        await server.last.end(code);
        await clock.pass(100);
        assert.equal(states.at(-1)?.state, "open");
    });
}

test("aCloseThatAnotherConnectionWouldMeetAsWellIsTheEnd", async () => {
    const { server, clock, client, states } = await connected();
    await server.last.end(1002, "protocol violation", true);
    await clock.pass(100_000);

    assert.equal(server.attempts, 1);
    assert.deepEqual(
        states.at(-1),
        { state: "lost", error: new SessionLostError("the session is lost: protocol violation") },
    );
    assert.ok((await refusal(client.session.processes())) instanceof SessionLostError);
});

test("aSessionThatIsStillAttachedIsAskedForAgainWithLongerPauses", async () => {
    const { server, clock } = await connected();
    server.script = () => {};
    await server.last.end(1006);
    const pauses = [];
    for (let i = 0; i < 7; i++) {
        const before = server.connections.length;
        let passed = 0;
        while (server.connections.length === before) {
            await clock.pass(10);
            passed += 10;
        }
        pauses.push(passed);
        await server.last.refuse("initialize", -32010);
    }
    assert.deepEqual(pauses, [100, 200, 400, 800, 1600, 2000, 2000]);

    await clock.pass(2000);
    await server.last.answer("initialize", { sessionId: "s-1" });
    assert.equal(server.last.request("initialize").params["resumeSessionId"], "s-1");
});

test("chanceMakesPausesShorterByHalfAtMost", async () => {
    const { server, clock } = await connected();
    clock.chance = 1;
    await server.last.end(1006);
    await clock.pass(49);
    assert.equal(server.attempts, 1);
    await clock.pass(1);
    assert.equal(server.attempts, 2);
});

test("anUnknownSessionIsTheEndForEverything", async () => {
    const { server, clock, client, states } = await connected();
    const starting = client.session.start({ command: ["cat"], processId: "p" });
    await server.last.answer("process/start", {});
    const process = await starting;
    const listing = client.session.processes();
    listing.catch(() => {});
    server.script = () => {};
    await server.last.end(4003);
    await clock.pass(100);
    await server.last.refuse("initialize", -32600, "unknown session id s-1");

    const lost = new SessionLostError("the session is lost: unknown session id");
    assert.deepEqual(await refusal(process.wait()), lost);
    assert.deepEqual(await refusal(process.closed()), lost);
    assert.deepEqual(await refusal(process.text()), lost);
    assert.deepEqual(await refusal(listing), lost);
    assert.deepEqual(await refusal(process.write("x")), lost);
    assert.deepEqual(states.at(-1), { state: "lost", error: lost });
    assert.equal(clock.waiting, 0);
    assert.equal(server.last.closed, true);
});

test("givesUpWhenTheWindowIsOver", async () => {
    const { server, clock, states } = await connected();
    server.refusal = new ConnectError("nobody there");
    await server.last.end(1006);
    await clock.pass(77_000);
    assert.equal(states.at(-1)?.state, "reconnecting");
    await clock.pass(3000);
    assert.deepEqual(states.at(-1), {
        state: "lost",
        error: new SessionLostError("the session is lost: nobody there"),
    });
});

test("pausesAndWindowAreTheClientsChoice", async () => {
    const { server, clock, states } = await connected({
        reconnect: { initialMs: 1000, maxMs: 1000, windowMs: 3500, jitter: 0 },
    });
    server.refusal = new ConnectError("nobody there");
    await server.last.end(1006);
    await clock.pass(5000);
    assert.equal(server.attempts, 4);
    assert.equal(states.at(-1)?.state, "lost");
});

test("withoutReconnectTheFirstCutIsTheEnd", async () => {
    const { server, clock, states } = await connected({ reconnect: false });
    await server.last.end(1006, "cut");
    await clock.pass(10_000);
    assert.equal(server.attempts, 1);
    assert.equal(states.at(-1)?.state, "lost");
});

test("theFirstConnectionIsTriedOnce", async () => {
    const server = new FakeServer();
    server.refusal = new ConnectError("401", true);
    const cause = await refusal(connectBy(server.doorway, new FakeClock(), {}));
    assert.deepEqual([cause instanceof ConnectError, cause.message, server.attempts], [true, "401", 1]);
});

test("aRefusedInitializeIsARefusedConnect", async () => {
    const server = new FakeServer();
    const clock = new FakeClock();
    const connecting = refusal(connectBy(server.doorway, clock, {}));
    await settled();
    await server.last.refuse("initialize", -32021, "no worker is free");
    assert.deepEqual(await connecting, new RpcError(-32021, "no worker is free"));
    assert.deepEqual([server.last.closed, clock.waiting], [true, 0]);
});

test("aSessionThatIsTakenUpIsAskedForUntilItIsFree", async () => {
    const server = new FakeServer();
    const clock = new FakeClock();
    const connecting = connectBy(server.doorway, clock, { sessionId: "old" });
    await settled();
    await server.last.refuse("initialize", -32010);
    await clock.pass(100);
    await server.last.answer("initialize", { sessionId: "old" });
    assert.equal((await connecting).session.id, "old");
});

test("anInitializeWithoutAnAnswerIsGivenUp", async () => {
    const { server, clock, states } = await connected();
    server.script = () => {};
    await server.last.end(1006);
    await clock.pass(100);
    await clock.pass(20_000);
    assert.deepEqual(states.at(-1), {
        state: "reconnecting",
        reason: "the session was not given in time",
        attempt: 2,
    });
});

test("aSilentServerIsAskedAndThenLeft", async () => {
    const { server, clock, states } = await connected();
    await clock.pass(60_000);
    assert.equal(states.at(-1)?.state, "open");
    assert.ok(server.last.methods().includes("environment/status"));

    server.script = () => {};
    await clock.pass(15_000);
    assert.equal(states.at(-1)?.state, "open");
    await clock.pass(25_000);
    const { state, reason } = states.at(-1) as { state: string; reason: string };
    assert.deepEqual([state, reason], ["reconnecting", "the server is silent"]);
});

test("aRequestThatWasLostOnTheWayIsMadeOnTheNextConnection", async () => {
    const { server, clock, client } = await connected();
    const listing = client.session.processes();
    await server.last.refuse("process/list", -32022, "stale");
    assert.equal(server.last.closed, true);
    await clock.pass(100);
    await server.last.answer("process/list", { processes: [] });
    assert.deepEqual(await listing, []);
});

test("whatCannotBeReachedIsAskedAgainInOrder", async () => {
    const { server, clock, client } = await connected();
    const first = client.files.readTextFile("/a");
    const second = client.files.readTextFile("/b");
    const [a, b] = server.last.requests.slice(-2);
    server.last.tell("nothing", {});
    await server.last.refuse("fs/readFile", -32020);
    assert.ok(a && b);
    await clock.pass(100);
    assert.deepEqual(
        server.last.requests.slice(-1).map(request => [request.id, request.params["path"]]),
        [[b.id, "file:///b"]],
    );
    server.last.receive(b.id, { dataBase64: "Yg==" });
    server.last.receive(a.id, { dataBase64: "YQ==" });
    assert.deepEqual([await first, await second], ["a", "b"]);
});

test("otherErrorsAreToldToWhoeverAsked", async () => {
    const { server, client } = await connected();
    const reading = refusal(client.files.readFile("/a"));
    await server.last.refuse("fs/readFile", -32004, "No such file or directory (os error 2)");
    const cause = await reading;
    assert.deepEqual(
        [cause instanceof RpcError, (cause as RpcError).code, cause.message],
        [true, -32004, "No such file or directory (os error 2)"],
    );
});

test("aNewSessionTakesThePlaceOfALostOne", async () => {
    const { server, clock, client, states } = await connected({ reconnect: { renewSession: true } });
    const listing = refusal(client.session.processes());
    server.script = () => {};
    await server.last.end(4003);
    await clock.pass(100);
    await server.last.refuse("initialize", -32600, "unknown session id s-1");
    assert.deepEqual(server.last.request("initialize").params, { clientName: "execbus.js" });
    await server.last.answer("initialize", { sessionId: "s-2" });

    assert.ok((await listing) instanceof SessionLostError);
    assert.equal(client.session.id, "s-2");
    assert.deepEqual(states.at(-1), { state: "open", resumed: true, renewed: true });
});

test("aClientThatIsClosedSaysSoToAll", async () => {
    const { server, clock, client, states } = await connected();
    const listing = refusal(client.session.processes());
    client.close();
    assert.ok((await listing) instanceof ClientClosedError);
    assert.ok((await refusal(client.session.processes())) instanceof ClientClosedError);
    assert.deepEqual([server.last.closed, clock.waiting, states.at(-1)], [true, 0, { state: "closed" }]);
});

test("aClientThatIsClosedWhileItConnectsLeavesNothingOpen", async () => {
    const { server, clock, client } = await connected();
    await server.last.end(1006);
    client.close();
    await clock.pass(10_000);
    assert.deepEqual([server.attempts, clock.waiting], [1, 0]);
});

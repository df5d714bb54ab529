import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import headless from "@xterm/headless";
import type { Client } from "../../src/client.js";
import { connect, type ConnectOptions } from "../../src/connect.js";
import { RpcError, ViewEndedError } from "../../src/errors.js";
import type { Process } from "../../src/process.js";
import type { View } from "../../src/view.js";
import { ViewAddon } from "../../src/xterm.js";
import { CutProxy } from "../support/cut-proxy.js";
import { refusal } from "../support/fake-client.js";
import { chances } from "../support/model-server.js";
import { digestOf, digestOfNumbers, numbersScript, slowly, textUntil } from "../support/output.js";
import { DOORS, eventually } from "../support/scenario.js";
import { hasConsole, TestServer } from "../support/test-server.js";

const TOKEN = "a/secret=of this test";
const MIB = 1 << 20;
const skip = hasConsole() ? false : "the server has no views";
let folder: string;
let server: TestServer;

before(async () => {
    if (skip) {
        return;
    }
    folder = await mkdtemp(join(tmpdir(), "execbus-js-"));
    await writeFile(join(folder, "token"), TOKEN, { mode: 0o600 });
    const access = ["--ws-auth", "capability-token", "--ws-token-file", join(folder, "token")];
    server = await TestServer.start("--console", ...access);
});

after(async () => {
    await server?.stop();
    await rm(folder, { recursive: true, force: true });
});

interface Scene {
    owner: Client;
    viewer: Client;
    options: ConnectOptions;
    session: string;
    start(command: string, tty?: boolean): Promise<Process>;
}

const ONCE = { timeout: 60_000, skip };

function on(name: string, play: (scene: Scene) => Promise<void>): void {
    for (const door of [...DOORS, "console"] as const) {
        const authentication = door === "console" ? ("subprotocol" as const) : ("header" as const);
        const options = { door, token: TOKEN, authentication };
        test(`${name} (${door})`, ONCE, async () => {
            const owner = await server.client(options);
            const viewer = await server.client(options);
            const start = (command: string, tty = false): Promise<Process> =>
                owner.session.start({ command, pipeStdin: true, ...(tty ? { tty: { rows: 24, cols: 80 } } : {}) });
            try {
                await play({ owner, viewer, options, session: owner.session.id?.slice(0, 8) ?? "", start });
            } finally {
                owner.close();
                viewer.close();
            }
        });
    }
}

async function screenOf(view: View, expected: string): Promise<void> {
    const terminal = new headless.Terminal({ rows: 24, cols: 80, allowProposedApi: true });
    terminal.loadAddon(new ViewAddon(view));
    const screen = (): string =>
        Array.from({ length: terminal.rows }, (_, row) => terminal.buffer.active.getLine(row)?.translateToString(true))
            .join("\n")
            .trimEnd();
    await eventually(`the terminal shows ${JSON.stringify(expected)}, not ${JSON.stringify(screen())}`, () =>
        screen().endsWith(expected),
    );
    terminal.dispose();
}

on("aViewerSeesEverythingThatIsStillThere", async ({ viewer, session, start }) => {
    const process = await start("echo one; read x; echo two $x; exit 3");
    await textUntil(process.output, "one\n");
    const view = await viewer.views.attach({ processId: process.id, session, from: { seq: 0 } });
    assert.deepEqual(
        [view.session, view.processId, view.tty, view.role, view.level, view.running, view.snapshot],
        [session, process.id, false, "observer", "operator", true, null],
    );
    assert.equal(await textUntil(view.output, "\n"), "one\n");
    const exits: unknown[] = [];
    view.on("exited", exit => exits.push(exit));
    await process.write("x\n");
    let text = "";
    for await (const { bytes, timeMs, stream } of view.output) {
        text += `${stream} ${Buffer.from(bytes).toString()}`;
        assert.ok(Math.abs(Date.now() - timeMs) < 60_000);
    }
    assert.deepEqual([text, exits, view.exitCode], ["stdout two x\n", [{ exitCode: 3, signal: undefined }], 3]);
});

on("aViewerWhoComesLateSeesTheScreen", async ({ viewer, session, start }) => {
    const process = await start("printf 'first\\r\\n\\033[2J\\033[5;3Hhere'; read x", true);
    await textUntil(process.output, "here");
    const view = await viewer.views.attach({ processId: process.id, session });
    assert.deepEqual([view.tty, view.size, view.snapshot?.rows], [true, { rows: 24, cols: 80 }, 24]);
    await screenOf(view, "\n\n\n\n  here");
});

on("theOwnerLetsAnotherDriveAndTakesItBack", async ({ owner, viewer, session, start }) => {
    const process = await start("while read x; do stty size; echo got $x; done", true);
    const own = await owner.views.attach({ processId: process.id, from: { seq: 0 } });
    const view = await viewer.views.attach({ processId: process.id, session, label: "me", from: { seq: 0 } });
    const asked = new Promise<string>(resolve => own.on("requested", ({ viewer: who }) => resolve(who)));
    assert.equal(own.level, "owner");
    assert.equal(((await refusal(view.write("no\n"))) as RpcError).message, "the view does not drive the process");

    const driving = new Promise<void>(resolve => view.on("driver", ({ you }) => you && resolve()));
    assert.equal(await view.requestDriver(), false);
    await view.resize({ rows: 33, cols: 99 });
    assert.equal(await asked, view.viewer);
    await own.grantDriver(await asked);
    await driving;
    await view.write("yes\n");
    assert.match(await textUntil(view.output, "got yes\r\n"), /33 99/);
    assert.deepEqual(own.driver, { viewer: view.viewer, label: "me" });

    const back = new Promise<void>(resolve => view.on("driver", ({ driver }) => driver.viewer === null && resolve()));
    await process.write("mine\n");
    await back;
    assert.equal(view.role, "observer");
    await textUntil(process.output, "got mine\r\n");
});

on("anOperatorTakesTheRole", async ({ viewer, session, start }) => {
    const process = await start("cat");
    const view = await viewer.views.attach({ processId: process.id, session });
    await view.takeDriver();
    await eventually("it drives", () => view.role === "driver");
    await view.write("typed\n");
    assert.equal(await textUntil(process.output, "\n"), "typed\n");
    await view.signal("TERM");
    assert.equal((await process.wait()).signal, "TERM");
});

on("whoHasAShareSeesOneProcessAndNoMore", async ({ owner, options, start }) => {
    const process = await start("echo shared; read x", true);
    const share = await owner.shares.create({ processId: process.id, role: "observer" });
    assert.deepEqual(
        (await owner.shares.list()).map(({ shareId, role, views }) => ({ shareId, role, views })),
        [{ shareId: share.shareId, role: "observer", views: 0 }],
    );
    const guest = await server.client({ ...options, token: share.share });
    assert.equal(guest.session.id, undefined);
    const view = await guest.views.attach({ share: share.share });
    assert.deepEqual([view.level, view.processId], ["share", process.id]);
    await screenOf(view, "shared");
    assert.equal(((await refusal(view.requestDriver())) as RpcError).code, -32600);
    assert.equal(
        (await refusal(guest.session.start({ command: "true" }))).message,
        "a share gives access to its process only",
    );
    const ended = new Promise<string>(resolve => view.on("ended", ({ reason }) => resolve(reason)));
    await owner.shares.revoke(share.shareId);
    assert.equal(await ended, "revoked");
    assert.ok((await refusal(view.write("x"))) instanceof ViewEndedError);
    guest.close();
});

on("aProcessThatHasEndedIsReplayedAndExported", async ({ viewer, session, start }) => {
    const process = await start("echo one; echo two; exit 4", true);
    await process.closed();
    const view = await viewer.views.attach({ processId: process.id, session, from: { seq: 0 } });
    let text = "";
    for await (const { bytes } of view.output) {
        text += Buffer.from(bytes).toString();
    }
    assert.deepEqual([text, view.running, view.exitCode], ["one\r\ntwo\r\n", false, 4]);

    let recording = "";
    for await (const page of viewer.export({ processId: process.id, session })) {
        recording += page;
    }
    const [head, ...events] = recording.trim().split("\n").map(line => JSON.parse(line) as unknown);
    assert.equal((head as { version: number }).version, 3);
    assert.ok(events.some(event => JSON.stringify(event).includes("one")), recording);
});

on("operatorsSeeTheCluster", async ({ owner, viewer, session, start }) => {
    const process = await start("sleep 60");
    const nodes = await viewer.nodes();
    assert.deepEqual(nodes.map(({ role, state }) => [role, state]), [["single", "live"]]);
    const all = await viewer.sessions();
    const found = all.find(each => each.session === session);
    assert.equal(found?.own, false);
    assert.deepEqual(found?.processes.map(({ processId, running, cwd }) => [processId, running, typeof cwd]), [
        [process.id, true, "string"],
    ]);
    assert.equal((await owner.sessions()).find(each => each.session === session)?.own, true);
});

on("aSlowViewerGetsEverything", async ({ viewer, session, start }) => {
    const process = await start(`read x; ${numbersScript(12 * MIB)}`);
    const options = { processId: process.id, session, from: { seq: 0 }, outputBytes: 128 << 10 };
    const view = await viewer.views.attach(options);
    let attachments = 0;
    view.on("attached", () => attachments++);
    await process.write("\n");
    assert.deepEqual(await digestOf(slowly(view.output, 40, 10)), digestOfNumbers(12 * MIB));
    assert.ok(attachments > 0, "it never was too slow");
});

on("aViewGoesOnBehindCuts", async ({ options, session, start }) => {
    const proxy = await CutProxy.before(server.address);
    const viewer = await connect(proxy.url, { ...options, reconnect: { maxMs: 200 } });
    const process = await start(`read x; for i in 1 2 3 4 5 6; do ${numbersScript(MIB)}; sleep 0.3; done`);
    const view = await viewer.views.attach({ processId: process.id, session, from: { seq: 0 } });
    await process.write("\n");
    proxy.cutAtRandom(300, chances(5));
    try {
        const told = await digestOf(view.output);
        assert.deepEqual([told.bytes, told.inOrder], [6 * MIB, true]);
        const owned = await digestOf(process.output);
        assert.deepEqual(told, owned);
        assert.ok(proxy.cuts > 3, `${proxy.cuts} cuts`);
    } finally {
        viewer.close();
        await proxy.close();
    }
});

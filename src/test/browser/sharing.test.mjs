import assert from "node:assert/strict";
import { REFUSED, startGuarded, TOKEN } from "./support/guarded.mjs";
import { Pane } from "./support/pane.mjs";
import { scenes } from "./support/scenes.mjs";

const scene = scenes(() => startGuarded("sharing", { console: true }));

scene("aLinkToWatchShowsOneTerminalAndTakesNoKeys", async (visit, server) => {
    const ann = await (await visit(server.url("/console/"), { token: TOKEN })).connected();
    const pane = await ann.terminal();
    await pane.enter("echo secret-$((5 + 5))");
    await pane.shows("secret-10");
    const link = await share(ann, pane);

    const guest = await visit(link);
    const watched = await Pane.active(guest.page);
    await watched.is("observer");
    await watched.shows("secret-10");
    assert.equal(await guest.page.getByRole("region", { name: "Processes" }).count(), 0);
    assert.equal(await guest.page.getByRole("button", { name: "Terminal" }).count(), 0);
    await watched.enter("echo forbidden");
    await watched.page.keyboard.press("Control+V");
    assert.deepEqual(await byHand(guest.page, link), {
        asDriver: "the share of the view lets it look only",
        write: "the view does not drive the process",
        start: "a share gives access to its process only",
    });
    await pane.enter("echo marker-$((6 + 6))");
    await watched.shows("marker-12");
    assert.ok(!(await pane.text()).includes("forbidden"));
});

scene("aRevokedLinkEndsAtOnceAndForGood", async (visit, server) => {
    const ann = await (await visit(server.url("/console/"), { token: TOKEN })).connected();
    const pane = await ann.terminal();
    const link = await share(ann, pane);
    const guest = await visit(link);
    const watched = await Pane.active(guest.page);
    await watched.is("observer");

    await pane.click("Share");
    const dialog = ann.page.getByRole("dialog", { name: "Share a link" });
    await dialog.getByTestId("share").getByRole("button", { name: "Revoke" }).click();
    await watched.locator.getByTestId("pane-failure").filter({ hasText: "The link was revoked." }).waitFor();
    await dialog.getByTestId("share").waitFor({ state: "detached" });

    const late = await visit(link);
    await late.page.getByText("This link does not work any more").waitFor();
    late.expects(REFUSED);
});

scene("aLinkToDriveMayAsk", async (visit, server) => {
    const ann = await (await visit(server.url("/console/"), { token: TOKEN })).connected();
    const pane = await ann.terminal();
    const link = await share(ann, pane, "watch, and ask to drive");
    const guest = await visit(link);
    const watched = await Pane.active(guest.page);
    await watched.is("observer");
    await watched.click("Drive");
    await pane.locator.getByTestId("driver-request").getByRole("button", { name: "Let them" }).click();
    await watched.is("driver");
    await watched.enter("echo guest-$((7 + 7))");
    await pane.shows("guest-14");
    await watched.click("Hand back");
    await pane.is("driver");
});

async function share(visitor, pane, role = "watch") {
    await pane.click("Share");
    const dialog = visitor.page.getByRole("dialog", { name: "Share a link" });
    await dialog.getByRole("radio", { name: role, exact: true }).check({ force: true });
    await dialog.getByRole("button", { name: "Make a link" }).click();
    const link = await dialog.getByTestId("share-link").inputValue();
    await dialog.getByRole("button", { name: "Close" }).click();
    await dialog.waitFor({ state: "detached" });
    return link;
}

/** What the server says to somebody who does not need a page to try. */
function byHand(page, link) {
    return page.evaluate(
        async share => {
            const socket = new WebSocket(location.origin.replace("http", "ws") + "/console/rpc", [
                `execbus.bearer.${share}`,
                "execbus",
            ]);
            await new Promise((open, fail) => ([socket.onopen, socket.onerror] = [open, fail]));
            let id = 0;
            const call = (method, params) =>
                new Promise(resolve => {
                    const mine = ++id;
                    socket.addEventListener("message", ({ data }) => {
                        const answer = JSON.parse(data);
                        if (answer.id === mine) resolve(answer);
                    });
                    socket.send(JSON.stringify({ id: mine, method, params }));
                });
            await call("initialize", { clientName: "by hand" });
            socket.send(JSON.stringify({ method: "initialized" }));
            const said = async (method, params) => (await call(method, params)).error?.message ?? "it was done";
            const asDriver = await said("process/attach", { viewId: "d", share, role: "driver" });
            await call("process/attach", { viewId: "v", share });
            const write = await said("view/write", { viewId: "v", writeId: "w", chunk: btoa("echo forbidden\n") });
            const start = await said("process/start", {
                processId: "p",
                argv: ["sh"],
                cwd: "file:///",
                env: {},
                tty: false,
            });
            socket.close();
            return { asDriver, write, start };
        },
        decodeURIComponent(new URL(link).hash.slice("#share=".length)),
    );
}

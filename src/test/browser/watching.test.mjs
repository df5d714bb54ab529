import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { scenes } from "./support/scenes.mjs";
import { Server } from "./support/server.mjs";
import { eventually } from "./support/waiting.mjs";

const scene = scenes(() => Server.start("watching", { console: true }));

scene("whoComesLaterSeesTheSameScreenOfVim", async (visit, server) => {
    const folder = await mkdtemp(join(tmpdir(), "execbus-vim-"));
    try {
        const ann = await (await visit(server.url("/console/"))).connected();
        const pane = await ann.terminal();
        await pane.enter(`vi -u NONE -N ${join(folder, "letter")}`);
        await pane.shows(/^~$/);
        await pane.type("iDear reader,\nü and 漢字 are here.\n\x1b");
        await pane.type(":set number hlsearch | syntax off\n/reader\n");
        await pane.shows(/^ +1 Dear reader,$/);
        await pane.shows(/^ +2 ü and 漢字 are here\.$/);

        const ben = await (await visit(server.url("/console/"), { viewport: { width: 900, height: 600 } })).connected();
        const watched = await ben.watch(pane);
        await watched.is("observer");
        await sameLook(pane, watched);

        await pane.type("Gothe end\x1b:");
        await pane.shows(":");
        await watched.shows(/^ +4 the end$/);
        await sameLook(pane, watched);
    } finally {
        await rm(folder, { recursive: true });
    }
});

scene("theKeyboardIsAskedForAndGivenAndTakenBack", async (visit, server) => {
    const ann = await (await visit(server.url("/console/"))).connected();
    const pane = await ann.terminal();
    const ben = await (await visit(server.url("/console/"))).connected();
    await ben.page.getByRole("button", { name: "Settings" }).click();
    const settings = ben.page.getByRole("dialog", { name: "Settings" });
    await settings.getByRole("textbox", { name: "Your name" }).fill("Ben");
    await settings.getByRole("button", { name: "Close" }).click();
    const watched = await ben.watch(pane);
    await watched.is("observer");

    await watched.click("Drive");
    await ben.note("Asked the owner for the keyboard").waitFor();
    const request = pane.locator.getByTestId("driver-request").filter({ hasText: "Ben asks for the keyboard" });
    await request.getByRole("button", { name: "Let them" }).click();
    await watched.is("driver");
    await pane.is("observer");
    await request.waitFor({ state: "detached" });
    await watched.enter("echo ben-$((2 + 3))");
    await pane.shows("ben-5");

    await pane.click("Take back");
    await pane.is("driver");
    await watched.is("observer");
    await watched.type("lost");
    await ben.note("You are watching").waitFor();
    await pane.enter("echo ann-$((3 + 4))");
    await watched.shows("ann-7");
    assert.ok(!(await watched.text()).includes("lost"));
});

async function sameLook(pane, watched) {
    let looks = [];
    await eventually(
        () => `the same screen: ${JSON.stringify(looks)}`,
        async () => {
            looks = [await pane.look(), await watched.look()];
            return JSON.stringify(looks[0]) === JSON.stringify(looks[1]);
        },
    );
}

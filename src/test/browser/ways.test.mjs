import assert from "node:assert/strict";
import { scenes } from "./support/scenes.mjs";
import { Pane } from "./support/pane.mjs";
import { Server } from "./support/server.mjs";
import { eventually } from "./support/waiting.mjs";

const scene = scenes(() => Server.start("ways", { console: true }));
const PHONE = {
    viewport: { width: 390, height: 844 },
    deviceScaleFactor: 3,
    isMobile: true,
    hasTouch: true,
};

scene("theKeyboardAloneIsEnough", async (visit, server) => {
    const ann = await (await visit(server.url("/console/"))).connected();
    const { keyboard } = ann.page;
    await tabTo(ann.page, "Terminal");
    await keyboard.press("Enter");
    const pane = await Pane.active(ann.page);
    await pane.is("driver");
    await pane.shows(/[$#] ?$/);
    await focusIsIn(pane);
    await keyboard.type("echo by-keys-$((8 + 8))\n");
    await pane.shows("by-keys-16");

    await keyboard.press("Control+Shift+E");
    await ann.page.getByTestId("pane").nth(1).waitFor();
    const second = await Pane.active(ann.page);
    await second.is("driver");
    await focusIsIn(second);
    await keyboard.press("Control+Shift+X");
    await second.locator.waitFor({ state: "detached" });
    await focusIsIn(pane);

    await keyboard.press("Control+Shift+K");
    await ann.page.getByRole("dialog", { name: "Run a command" }).waitFor();
    await keyboard.press("Escape");
    await ann.page.getByRole("dialog").waitFor({ state: "detached" });
    await focusIsIn(pane);
    await keyboard.type("exit\n");
    await pane.locator.getByTestId("exit").filter({ hasText: "Exited with 0" }).waitFor();
    await keyboard.press("Control+Shift+X");
    await ann.page.getByTestId("pane").waitFor({ state: "detached" });
});

scene("everythingIsThereOnAPhone", async (visit, server) => {
    const ann = await (await visit(server.url("/console/"), PHONE)).connected();
    await ann.page.getByRole("button", { name: "Open a terminal" }).tap();
    const pane = await Pane.active(ann.page);
    await pane.is("driver");
    await pane.shows(/[$#] ?$/);
    await pane.enter("sleep 1000");
    const keys = ann.page.getByRole("toolbar", { name: "Keys" });
    await keys.getByRole("button", { name: "Ctrl for the next key" }).tap();
    await ann.page.keyboard.type("c");
    await pane.shows("^C");
    await pane.enter("echo phone-$((9 + 9))");
    await pane.shows("phone-18");
    await keys.getByRole("button", { name: "Arrow up" }).tap();
    await pane.shows(/[$#] echo phone-\$\(\(9 \+ 9\)\)$/);

    const places = ann.page.getByRole("navigation", { name: "Places" });
    await places.getByRole("button", { name: "Nodes" }).tap();
    await ann.page.getByTestId("node-ways").waitFor();
    await places.getByRole("button", { name: "Processes" }).tap();
    await ann.page.getByTestId(`process-${pane.processId}`).getByRole("button").first().tap();
    await pane.locator.waitFor();
    const wide = await ann.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(wide <= 0, `the page is ${wide} px too wide`);
});

/** Goes from one thing to the next until this button has the focus. */
async function tabTo(page, name) {
    const most = 30;
    for (let count = 0; count < most; count++) {
        await page.keyboard.press("Tab");
        const focused = await page.evaluate(() => document.activeElement?.textContent?.trim());
        if (focused === name) return;
    }
    assert.fail(`${name} is not among the first ${most} things that can be focused`);
}

async function focusIsIn(pane) {
    await eventually("the terminal has the focus", () =>
        pane.locator.evaluate(element => element.contains(document.activeElement)),
    );
}

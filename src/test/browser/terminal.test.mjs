import assert from "node:assert/strict";
import { scenes } from "./support/scenes.mjs";
import { Server } from "./support/server.mjs";
import { eventually } from "./support/waiting.mjs";

const scene = scenes(() => Server.start("terminal", { console: true }));

scene("whatIsTypedInATerminalIsEchoedAndRun", async (visit, server) => {
    const ann = await (await visit(server.url("/console/"))).connected();
    const pane = await ann.terminal();
    await pane.enter('echo "typed $((40 + 2)) ü"');
    await pane.shows(/[$#] echo "typed \$\(\(40 \+ 2\)\) ü"$/);
    await pane.shows("typed 42 ü");
});

scene("theTerminalHasTheSizeOfItsPaneAlsoWhenThatChanges", async (visit, server) => {
    const ann = await (await visit(server.url("/console/"))).connected();
    const pane = await ann.terminal();
    await pane.enter("while sleep 0.1; do stty size; done");
    const before = await settledSize(pane);
    await ann.page.setViewportSize({ width: 900, height: 560 });
    const small = await settledSize(pane, before.rows);
    await ann.page.setViewportSize({ width: 1200, height: 800 });
    const again = await settledSize(pane, small.rows);
    await pane.page.keyboard.press("Control+C");
    assert.ok(small.rows < before.rows && small.cols < before.cols, `${small.rows} ${small.cols}`);
    assert.deepEqual(again, before);
});

scene("aReloadBringsTheTerminalBack", async (visit, server) => {
    const ann = await (await visit(server.url("/console/"))).connected();
    const pane = await ann.terminal();
    await pane.enter("echo before-$((1 + 1))");
    await pane.shows("before-2");
    await ann.page.reload();
    await ann.connected();
    await pane.is("driver");
    await pane.shows("before-2");
    await pane.enter("echo after-$((1 + 2))");
    await pane.shows("after-3");
});

scene("aCommandIsRunWithItsDirectoryAndVariables", async (visit, server) => {
    const ann = await (await visit(server.url("/console/"))).connected();
    const pane = await ann.run('echo "$PWD $GREETING"; exit 3', async dialog => {
        await dialog.getByRole("textbox", { name: "Directory" }).fill("/usr");
        await dialog.getByRole("button", { name: "Add a variable" }).click();
        await dialog.getByRole("textbox", { name: "Name of variable 1" }).fill("GREETING");
        await dialog.getByRole("textbox", { name: "Value of variable 1" }).fill("hello there");
    });
    await pane.shows("/usr hello there");
    await pane.locator.getByTestId("exit").filter({ hasText: "Exited with 3" }).waitFor();
});

/** What the process was told last, once that is what the page shows, and other rows than before. */
async function settledSize(pane, rowsBefore) {
    let size;
    await eventually(
        () => `the process has the size of the page, and not ${rowsBefore} rows: ${JSON.stringify(size)}`,
        async () => {
            const lines = await pane.lines();
            const [rows, cols] = (lines.findLast(line => /^\d+ \d+$/.test(line)) ?? "").split(" ").map(Number);
            size = { rows, cols };
            return rows === lines.length && rows !== rowsBefore;
        },
    );
    return size;
}

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { scenes } from "./support/scenes.mjs";
import { Pane } from "./support/pane.mjs";
import { Server } from "./support/server.mjs";
import { eventually } from "./support/waiting.mjs";

const scene = scenes(() => Server.start("replay", { console: true }));
const COMMAND = "echo first; sleep 1.5; printf '\\033[32msecond\\033[0m\\n'; exit 3";

scene("aFinishedProcessIsReplayedAndWoundBack", async (visit, server) => {
    const ann = await (await visit(server.url("/console/"))).connected();
    const pane = await ann.run(COMMAND);
    await pane.locator.getByTestId("exit").filter({ hasText: "Exited with 3" }).waitFor();
    const seen = await pane.look();

    await pane.locator.getByTestId("exit").getByRole("button", { name: "Replay" }).click();
    const replay = await Pane.active(ann.page, "replay");
    await replay.shows("second");
    await replay.button("Play").waitFor(); // it has come to its end
    assert.deepEqual((await replay.look()).slice(0, 2), seen.slice(0, 2));

    const position = replay.locator.getByRole("slider", { name: "Position" });
    await position.fill("0.5");
    await eventually("it shows the middle", async () => (await replay.text()).trim() === "first");
    await replay.click("Play");
    await replay.shows("second");
    await replay.locator.getByTestId("replay-time").filter({ hasText: /^0:0[1-9]/ }).waitFor();
});

scene("somebodyElseReplaysItFromTheListAndLoadsItDown", async (visit, server) => {
    const ann = await (await visit(server.url("/console/"))).connected();
    const pane = await ann.run(COMMAND);
    await pane.locator.getByTestId("exit").waitFor();

    const ben = await (await visit(server.url("/console/"))).connected();
    const listed = ben.page.getByTestId(`process-${pane.processId}`);
    await listed.getByRole("img", { name: "exited with 3" }).waitFor();
    await listed.getByRole("button", { name: "Replay" }).click();
    const replay = await Pane.active(ben.page, "replay");
    await replay.shows("second");
    assert.equal(await downloaded(ben.page, replay, "Download the log"), "first\nsecond\n");
    const cast = (await downloaded(ben.page, replay, "Download the recording")).trimEnd().split("\n").map(JSON.parse);
    assert.deepEqual([cast[0].version, cast.at(-1).slice(1)], [3, ["x", "3"]]);
});

async function downloaded(page, pane, item) {
    const download = page.waitForEvent("download");
    await pane.click("More");
    await page.getByRole("menuitem", { name: item }).click();
    return readFile(await (await download).path(), "utf8");
}

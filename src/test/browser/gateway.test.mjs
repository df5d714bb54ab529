import assert from "node:assert/strict";
import { startCluster } from "./support/cluster.mjs";
import { scenes } from "./support/scenes.mjs";
import { eventually } from "./support/waiting.mjs";

const PROMPT = /[$#] ?$/;
const scene = scenes(() => startCluster({ console: true }));

scene("theCarryingGatewayIsKilledWhileTopRunsAndTypingContinues", async (visit, cluster) => {
    const ann = await (await visit(cluster.balancer.url("/console/"))).connected();
    for (const name of ["g1", "g2", "w1", "w2"]) {
        await ann.page.locator(`[data-testid^=node-${name}][data-state=live]`).waitFor();
    }
    const pane = await ann.terminal();
    await pane.enter("top -d 0.3");
    await pane.shows(/^top - .* load average/);
    const carrier = cluster.balancer.carrier;
    const ben = await (await visit(cluster.balancer.url("/console/"))).connected();
    assert.notEqual(cluster.balancer.carrier, carrier, "the balancer does not take turns");
    const watched = await ben.watch(pane);
    await watched.shows(/^top - .* load average/);

    await carrier.kill();
    const before = await topTime(pane);
    await pane.type("q"); // while there is no connection, or already again one: it is all the same
    await ann.note("Reconnected after").waitFor();
    await ann.connected();
    await pane.shows(PROMPT);
    await pane.enter("echo typed-$((40 + 2))");
    await pane.shows("typed-42");
    await watched.shows("typed-42");

    await pane.enter("top -d 0.3");
    await eventually("top goes on", async () => ![null, before].includes(await topTime(pane)));
    await pane.type("q");
    await pane.shows(PROMPT);
    await pane.enter("echo still-$((50 + 5))");
    await pane.shows("still-55");
    await watched.shows("still-55");
    await ann.page.locator(`[data-testid^=node-${carrier.name}]:not([data-state=live])`).waitFor();
});

async function topTime(pane) {
    return /^top - (\S+)/m.exec(await pane.text())?.[1] ?? null;
}

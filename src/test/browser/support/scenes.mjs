import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";
import { FINDINGS } from "./server.mjs";
import { Visitor } from "./visitor.mjs";

const CHROMIUM = process.env.CHROMIUM_BIN ?? "/usr/bin/chromium";
const ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
];
const SCENE_MS = 120_000;
const LAUNCH_MS = 60_000;

export function launch() {
    return chromium.launch({ executablePath: CHROMIUM, args: ARGUMENTS, timeout: LAUNCH_MS });
}

/**
 * Tests of one file: one browser, and what `begin` resolves to, which is ended by its `stop`. Each test gets that and
 * a function that lets somebody visit a page; at its end no browser may have had a complaint.
 */
export function scenes(begin) {
    const skip = existsSync(CHROMIUM) ? false : `there is no ${CHROMIUM}; CHROMIUM_BIN says where it is`;
    let browser;
    let world;
    before(async () => {
        if (skip) return;
        [browser, world] = await Promise.all([launch(), begin()]);
    });
    after(async () => {
        await browser?.close();
        await world?.stop();
    });
    return (name, play) => test(name, { timeout: SCENE_MS, skip }, () => scene(name, browser, world, play));
}

async function scene(name, browser, world, play) {
    const visitors = [];
    const visit = async (url, options) => {
        const visitor = await Visitor.come(browser, url, options);
        visitors.push(visitor);
        return visitor;
    };
    try {
        await play(visit, world);
        assert.deepEqual(
            visitors.flatMap(({ trouble }) => trouble),
            [],
        );
    } catch (failure) {
        for (const [index, { page }] of visitors.entries()) {
            await page.screenshot({ path: `${FINDINGS}${name}-${index}.png` }).catch(() => {});
        }
        throw failure;
    } finally {
        await Promise.all(visitors.map(visitor => visitor.leave()));
    }
}

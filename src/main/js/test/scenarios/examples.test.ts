import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { copyFile, mkdir, readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { DOORS, eventually } from "../support/scenario.js";
import { TestServer } from "../support/test-server.js";

const EXAMPLES = new URL("../../../../docs/examples/", import.meta.url);
const BUNDLE = new URL("../../../dist/execbus.browser.js", import.meta.url);
/** Inside the package, so that its own name is found. */
const COPIES = new URL("../../examples/", import.meta.url);
const CHROMIUM = process.env["CHROMIUM_BIN"] ?? "/usr/bin/chromium";

/** Serves the page and what it needs. */
const pages = createServer((request, response) => {
    const name = new URL(request.url ?? "", "http://x").pathname.slice(1);
    readFile(name === "execbus.browser.js" ? BUNDLE : new URL(name, EXAMPLES)).then(
        content => {
            response.setHeader("content-type", name.endsWith(".js") ? "text/javascript" : "text/html");
            response.end(content);
        },
        () => response.writeHead(404).end(),
    );
});
let origin: string;
let server: TestServer;

before(async () => {
    await new Promise<void>(resolve => pages.listen(0, "127.0.0.1", resolve));
    origin = `http://127.0.0.1:${(pages.address() as AddressInfo).port}`;
    server = await TestServer.start("--set", `transport.allowedOrigins=${origin}`);
    await mkdir(COPIES, { recursive: true });
});

after(async () => {
    await server.stop();
    pages.close();
});

async function run(name: string, url: string): Promise<string> {
    const copy = new URL(name, COPIES);
    await copyFile(new URL(name, EXAMPLES), copy);
    const env = { ...process.env, EXECBUS_URL: url };
    const child = spawn(process.execPath, [fileURLToPath(copy)], { env, stdio: ["ignore", "pipe", "inherit"] });
    let text = "";
    for await (const piece of child.stdout) {
        text += String(piece);
    }
    return text;
}

test("nodeExample", { timeout: 30_000 }, async () => {
    assert.equal(await run("node.mjs", server.url), "stdout 1\nstdout 2\nstdout 3\nexit code 7\n");
});

test("vertxEventBusExample", { timeout: 30_000 }, async () => {
    const told = await run("vertx-eventbus.mjs", `${server.url.replace("ws:", "http:")}/eventbus`);
    assert.equal(
        told,
        "initialize ok\nprocess/start ok\nprocess/output hello\nprocess/exited 0\nprocess/closed \n",
    );
});

for (const door of DOORS) {
    const skip = existsSync(CHROMIUM) ? false : `there is no ${CHROMIUM}; CHROMIUM_BIN says where it is`;
    test(`browserExample (${door})`, { timeout: 60_000, skip }, async () => {
        const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
        try {
            const page = await browser.newPage();
            const trouble: string[] = [];
            page.on("pageerror", cause => trouble.push(cause.message));
            page.on("console", message => trouble.push(message.text()));
            await page.goto(`${origin}/browser.html?door=${door}&server=${encodeURIComponent(server.url)}`);
            await eventually("it is connected", async () => (await page.title()) === "open");
            await page.click("#run");
            const output = async (): Promise<string> => (await page.textContent("#output")) ?? "";
            await eventually("it has run", async () => (await output()).includes("exit code"));
            assert.equal(await output(), "hello from Linux\nexit code 0\n");
            assert.deepEqual(trouble.filter(text => !text.includes("favicon")), []);
        } finally {
            await browser.close();
        }
    });
}

// Takes the pictures of the documentation: EXECBUS_BIN=… node screenshots.mjs [FOLDER]
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startCluster } from "./support/cluster.mjs";
import { Pane } from "./support/pane.mjs";
import { launch } from "./support/scenes.mjs";
import { Visitor } from "./support/visitor.mjs";

const IMAGES = process.argv[2] ?? fileURLToPath(new URL("../../main/docs/images/", import.meta.url));

const FILES = {
    ".vimrc": `syntax on
set number nowrap laststatus=2 nomodeline t_Co=256 background=dark
colorscheme habamax
hi Normal ctermbg=NONE
`,
    ".bashrc": "PS1='\\[\\e]0;shop\\a\\e[36m\\]shop\\[\\e[90m\\] ❯\\[\\e[0m\\] '\n",
    "shop/cart.py": `from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True)
class Line:
    name: str
    price: Decimal
    count: int = 1

    @property
    def total(self) -> Decimal:
        return self.price * self.count


@dataclass
class Cart:
    """What somebody is about to buy."""

    lines: list[Line] = field(default_factory=list)
    voucher: Decimal | None = None

    def add(self, line: Line) -> None:
        if line.count < 1:
            raise ValueError(f"not a count: {line.count}")
        self.lines.append(line)

    def total(self) -> Decimal:
        full = sum((line.total for line in self.lines), Decimal(0))
        if self.voucher is None:
            return full
        return max(Decimal(0), full - self.voucher)
`,
    "shop/check": `#!/bin/bash
ok() { printf '  \\e[32m✓\\e[0m %-44s \\e[90m%s ms\\e[0m\\n' "$1" "$2"; sleep "\${PAUSE:-0.4}"; }
printf '\\e[1mcart\\e[0m\\n'
ok 'is empty at first' 1
ok 'adds a line' 2
ok 'adds up what is in it' 1
ok 'takes the voucher off' 3
ok 'is never less than nothing' 1
printf '\\e[1mcheckout\\e[0m\\n'
ok 'asks for an address' 14
ok 'keeps the cart when the payment fails' 48
printf '  \\e[31m✗\\e[0m %-44s \\e[90m%s ms\\e[0m\\n' 'sends one mail only' 203
printf '      \\e[31mexpected 1 mail, got 2\\e[0m\\n'
sleep "\${PAUSE:-0.4}"
ok 'tells the stock' 9
printf '\\n\\e[32m8 passed\\e[0m, \\e[31m1 failed\\e[0m\\n'
exit 1
`,
};
const PROMPT = /❯ ?$/;

const home = await mkdtemp(join(tmpdir(), "execbus-pictures-"));
const shop = join(home, "shop");
await mkdir(shop);
await mkdir(IMAGES, { recursive: true });
for (const [name, text] of Object.entries(FILES)) await writeFile(join(home, name), text);
await chmod(join(shop, "check"), 0o755);

const browser = await launch();
const cluster = await startCluster({ console: true }, { HOME: home });
try {
    await pictures();
} finally {
    await browser.close();
    await cluster.stop();
    await rm(home, { recursive: true, force: true });
}

async function pictures() {
    const desk = { viewport: { width: 1360, height: 800 }, colorScheme: "dark" };
    const ann = await (await Visitor.come(browser, url(), desk)).connected();
    for (const { name } of cluster.servers) {
        await ann.page.locator(`[data-testid^=node-${name}][data-state=live]`).waitFor();
    }
    const editor = await run(ann, "vim cart.py");
    await editor.shows(/"""What somebody/);
    await editor.type("31Gzz");

    const shell = await run(ann, "bash");
    await shell.shows(PROMPT);
    await shell.enter("clear; PAUSE=0 ./check");
    await shell.shows(/1 failed/);

    const top = await run(ann, `top -d 1 -e m -p ${cluster.servers.map(({ pid }) => pid).join(",")}`);
    await top.shows(/PID USER/);

    // Others watch the editor, so that there is something to be seen of them.
    const ben = await (await Visitor.come(browser, url(), desk)).connected();
    await name(ben, "Ben");
    const watched = await ben.watch(editor);
    await watched.is("observer");
    await watched.click("Drive");
    await editor.locator.getByTestId("driver-request").waitFor();
    await editor.focus();
    await picture(ann, "console-dark");

    await editor.locator.getByRole("button", { name: "Not now" }).click();
    await editor.type(":set background=light\n:colorscheme lunaperche\n:hi Normal ctermbg=NONE\n:\u001b");
    await ann.page.getByRole("button", { name: "Light colours" }).click();
    await shell.click("Share");
    await ann.page.getByRole("button", { name: "Make a link" }).click();
    await ann.page.getByTestId("share").waitFor();
    await ann.page.getByTestId("share-link").evaluate(link => (link.value = link.value.replace(/=.*/, "=…")));
    await picture(ann, "console-light");
    await ann.leave();
    await ben.leave();

    const wide = { ...desk, viewport: { width: 1000, height: 520 } };
    const replayer = await (await Visitor.come(browser, url(), wide)).connected();
    const check = await run(replayer, "./check");
    await check.locator.getByTestId("exit").waitFor();
    await check.locator.getByTestId("exit").getByRole("button", { name: "Replay" }).click();
    const replay = await Pane.active(replayer.page, "replay");
    await replay.shows(/1 failed/);
    await replay.button("Play").waitFor();
    await check.locator.getByRole("toolbar").getByRole("button", { name: "Close" }).click();
    await replay.locator.getByRole("slider", { name: "Position" }).fill("2.6");
    await picture(replayer, "console-replay");
    await replayer.leave();

    const phone = { viewport: { width: 390, height: 780 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };
    const cleo = await (await Visitor.come(browser, url(), { ...phone, colorScheme: "dark" })).connected();
    await cleo.page.getByRole("button", { name: "Open a terminal" }).tap();
    const small = await Pane.active(cleo.page);
    await small.shows(PROMPT);
    await small.enter("cd shop; clear; PAUSE=0 ./check");
    await small.shows(/1 failed/);
    await picture(cleo, "console-phone");
    await cleo.leave();
}

function url() {
    return cluster.balancer.url("/console/");
}

/** Without a shell around it. */
function run(visitor, command) {
    return visitor.run(command, async dialog => {
        await dialog.getByRole("checkbox", { name: /^Let the shell read it/ }).uncheck();
        await dialog.getByRole("textbox", { name: "Directory" }).fill(shop);
    });
}

async function name(visitor, text) {
    await visitor.page.getByRole("button", { name: "Settings" }).click();
    const settings = visitor.page.getByRole("dialog", { name: "Settings" });
    await settings.getByRole("textbox", { name: "Your name" }).fill(text);
    await settings.getByRole("button", { name: "Close" }).click();
}

/** Notes are gone by themselves, and the lists know of all. */
async function picture(visitor, file) {
    await visitor.page.getByTestId("note").first().waitFor({ state: "detached" });
    await visitor.page.screenshot({ path: join(IMAGES, `${file}.png`), animations: "disabled" });
    console.log(`${file}.png`);
}

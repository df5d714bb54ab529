import { eventually } from "./waiting.mjs";

/** A pane of the console. */
export class Pane {
    constructor(page, locator, processId) {
        this.page = page;
        this.locator = locator;
        this.processId = processId;
    }

    /** The one that has the keys, when there is one. */
    static async active(page, kind = "live") {
        const active = page.locator(`[data-testid=pane].${kind}.active`);
        await active.waitFor();
        const id = await active.getAttribute("id");
        return new Pane(page, page.locator(`#${id}`), await active.getAttribute("data-process"));
    }

    /** What the terminal shows, line by line. */
    lines() {
        return this.locator
            .locator(".xterm-rows")
            .evaluate(rows => [...rows.children].map(row => row.textContent.replaceAll("\u00a0", " ").trimEnd()));
    }

    async text() {
        return (await this.lines()).join("\n");
    }

    /** Every character with the colours and styles that can be seen of it, without the cursor. */
    look() {
        return this.locator.locator(".xterm-rows").evaluate(rows => {
            const names = (part, letter) =>
                [...(part.classList ?? [])]
                    .filter(name => !name.startsWith("xterm-cursor"))
                    .filter(name => letter !== " " || !/^xterm-(fg|bold|dim|italic)/.test(name))
                    .sort();
            return [...rows.children].map(row => {
                const cells = [...row.childNodes].flatMap(part =>
                    [...part.textContent.replaceAll("\u00a0", " ")].map(letter =>
                        [letter, ...names(part, letter)].join(" "),
                    ),
                );
                while (cells.at(-1) === " ") cells.pop();
                return cells;
            });
        });
    }

    /** Waits until a line is this text, or matches it. */
    async shows(wanted, withinMs) {
        const fits = line => (wanted instanceof RegExp ? wanted.test(line) : line === wanted);
        const what = async () => `${wanted} in\n${await this.text()}`;
        await eventually(what, async () => (await this.lines()).some(fits), withinMs);
    }

    async focus() {
        await this.locator.locator(".xterm-helper-textarea").focus();
    }

    async type(text) {
        await this.focus();
        await this.page.keyboard.type(text);
    }

    /** A line, with the Enter key. */
    async enter(line) {
        await this.type(line);
        await this.page.keyboard.press("Enter");
    }

    async is(role) {
        await this.locator.locator(`[data-testid=role][data-role=${role}]`).waitFor();
    }

    button(name) {
        return this.locator.getByRole("button", { name, exact: true });
    }

    async click(name) {
        await this.button(name).click();
    }
}

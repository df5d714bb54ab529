import { Pane } from "./pane.mjs";

const WITHIN_MS = 20_000;

/** A person with a browser of her own: nothing is shared with the others. */
export class Visitor {
    /** What browsers complain about: errors of the page, and what the Content-Security-Policy refused. */
    trouble = [];
    #context;

    constructor(context, page) {
        this.#context = context;
        this.page = page;
        page.on("pageerror", failure => this.trouble.push(`error: ${failure.stack ?? failure.message}`));
        page.on("console", message => {
            if (["error", "warning", "assert"].includes(message.type())) this.trouble.push(message.text());
        });
    }

    /** @param token that the tab has already */
    static async come(browser, url, { token, ...options } = {}) {
        const context = await browser.newContext({ viewport: { width: 1200, height: 800 }, ...options });
        context.setDefaultTimeout(WITHIN_MS);
        await context.addInitScript(() =>
            document.addEventListener("securitypolicyviolation", violation =>
                console.error(`policy: ${violation.effectiveDirective} ${violation.blockedURI} ${violation.sample}`),
            ),
        );
        if (token !== undefined) {
            await context.addInitScript(said => sessionStorage.setItem("execbus.token", said), token);
        }
        const visitor = new Visitor(context, await context.newPage());
        await visitor.page.goto(url);
        return visitor;
    }

    /** What is to be complained about is no trouble. */
    expects(pattern) {
        this.trouble = this.trouble.filter(text => !pattern.test(text));
    }

    async connected() {
        await this.page.locator("[data-testid=connection][data-state=open]").waitFor();
        return this;
    }

    /** Opens a shell and waits for its prompt. */
    async terminal() {
        const count = await this.page.getByTestId("pane").count();
        await this.page.getByRole("banner").getByRole("button", { name: "Terminal", exact: true }).click();
        await this.page.getByTestId("pane").nth(count).waitFor();
        const pane = await Pane.active(this.page);
        await pane.is("driver");
        await pane.shows(/[$#] ?$/);
        return pane;
    }

    /** Runs a command by the dialog. */
    async run(command, fill = async () => {}) {
        await this.page.getByRole("banner").getByRole("button", { name: "Run", exact: true }).click();
        const dialog = this.page.getByRole("dialog", { name: "Run a command" });
        await dialog.getByRole("textbox", { name: "Command" }).fill(command);
        await fill(dialog);
        await dialog.getByRole("button", { name: "Run", exact: true }).click();
        await dialog.waitFor({ state: "detached" });
        return Pane.active(this.page);
    }

    /** Opens somebody's process from the list. */
    async watch({ processId }) {
        await this.page.getByTestId(`process-${processId}`).getByRole("button").first().click();
        await this.page.locator(`[data-testid=pane][data-process="${processId}"]`).waitFor();
        return Pane.active(this.page);
    }

    note(text) {
        return this.page.getByTestId("note").filter({ hasText: text });
    }

    async leave() {
        await this.#context.close();
    }
}

import type { Client } from "execbus";
import { logFile, recordingFile, save } from "../wire/download.js";
import { messageOf } from "../text/message.js";
import type { LivePane, PaneAbout } from "./livePane.js";
import type { Notes } from "./notes.js";
import type { Opener } from "./opener.js";
import type { Pane } from "./workspace.js";

const CUT = "It was too long for the browser: the file has its beginning only. `execbus export` writes all of it.";
const OWNED = "This tab's session owns the process, so it drives unless somebody asks and is let.";

/** What a person does to the processes behind the panes. What goes wrong is noted. */
export class ProcessControl {
    readonly #notes: Notes;
    readonly #opener: Opener;
    readonly #client: () => Client;

    constructor(notes: Notes, opener: Opener, client: () => Client) {
        this.#notes = notes;
        this.#opener = opener;
        this.#client = client;
    }

    /** Asks to drive, takes over where one may, or hands back: what comes next. */
    drive(pane: LivePane, over = false): Promise<void> {
        const { view } = pane;
        return this.#try(async () => {
            if (view.role.value === "driver") {
                if (view.level === "owner") this.#notes.add(OWNED);
                else await view.releaseDriver();
            } else if (over || view.level === "owner") {
                await view.takeDriver();
            } else if (!(await view.requestDriver())) {
                const who = view.driver.value.label ?? "the owner";
                const take = { text: "Take over", run: () => void this.drive(pane, true) };
                const action = view.level === "operator" ? take : null;
                this.#notes.add(`Asked ${who} for the keyboard`, "plain", action, pane.about.id);
            }
        });
    }

    signal(pane: LivePane, name: string): Promise<void> {
        return this.#try(() => pane.view.signal(name));
    }

    sendLine(pane: LivePane, line: string): Promise<void> {
        return this.#try(() => pane.view.write(line + "\n"));
    }

    /** Only of this tab's own session. */
    closeInput({ processId }: PaneAbout): Promise<void> {
        return this.#try(() => this.#client().call("process/closeStdin", { processId }, { repeat: true }));
    }

    /** Only of this tab's own session. */
    terminate({ processId }: PaneAbout): Promise<void> {
        return this.#try(() => this.#client().call("process/terminate", { processId }, { repeat: true }));
    }

    download(pane: Pane, form: "log" | "recording"): Promise<void> {
        return this.#try(async () => {
            const file = form === "log" ? logFile : recordingFile;
            const { blob, complete } = await file(this.#client(), this.#opener.target(pane.about));
            save(blob, `${pane.title.value}.${form === "log" ? "txt" : "cast"}`);
            if (!complete) this.#notes.add(CUT, "bad");
        });
    }

    async #try(action: () => Promise<unknown>): Promise<void> {
        try {
            await action();
        } catch (failure) {
            this.#notes.add(messageOf(failure), "bad");
        }
    }
}

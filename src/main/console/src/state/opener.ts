import type { Client, Driver, EnvironmentInfo, Role, SessionProcess, SessionStatus } from "execbus";
import { shortcutText } from "../keys/shortcuts.js";
import type { Axis } from "../layout/tree.js";
import type { Target } from "../wire/processView.js";
import { LivePane, sessionOf, type PaneAbout, type StartParams } from "./livePane.js";
import { lookOf } from "./look.js";
import type { Notes } from "./notes.js";
import { ReplayPane } from "./replayPane.js";
import type { Settings } from "./settings.js";
import type { Pane, Workspace } from "./workspace.js";

export type Where = Axis | "anywhere";

/** What a pane is about, before it has a place. */
export type Subject = Pick<PaneAbout, "session" | "processId" | "command" | "tty">;

export interface OpenerSettings {
    readonly workspace: Workspace;
    readonly notes: Notes;
    readonly settings: Settings;
    /** Null before the first connection. */
    readonly client: () => Client | null;
    /** The secret of the link by which a guest has come; null for others. */
    readonly share: string | null;
    /** A pane was opened. */
    readonly opened: () => void;
}

/** Opens panes: with something new in them, or with what is there already. */
export class Opener {
    readonly #use: OpenerSettings;

    constructor(use: OpenerSettings) {
        this.#use = use;
    }

    /** What the worker of this tab's session says of itself. */
    get environment(): EnvironmentInfo {
        return this.#use.client()?.session.environment ?? {};
    }

    get shell(): string {
        const { shell } = this.environment as { shell?: { path?: string; name?: string } };
        return shell?.path ?? shell?.name ?? "/bin/sh";
    }

    /** A shell in a terminal. */
    terminal(where: Where = "anywhere"): void {
        const { userHomeDir, cwd } = this.environment;
        const home = userHomeDir ?? cwd ?? "file:///";
        this.run({ argv: [this.shell], cwd: home, env: {}, tty: true, pipeStdin: true }, this.shell, where);
    }

    run(start: StartParams, command: string, where: Where): void {
        if (this.#use.client() === null) {
            this.#use.notes.add("There is no connection yet.", "bad");
            return;
        }
        const id = paneId();
        const subject = { processId: `console-${id}`, session: null, command, tty: start.tty };
        this.#add(this.#live({ ...subject, id, kind: "live" }, start, "driver"), where);
    }

    /** Shows a process, or the pane that shows it already; returns the latter's id. */
    show(session: SessionStatus, { processId, command, tty }: SessionProcess): string | null {
        const owner = session.own ? null : session.session;
        const open = [...this.#use.workspace.panes.value.values()].find(
            ({ kind, about }) => kind === "live" && about.session === owner && about.processId === processId,
        );
        if (open !== undefined) return open.about.id;
        this.#add(this.reopened({ processId, command, tty, session: owner, id: paneId(), kind: "live" }), "anywhere");
        return null;
    }

    /** What a guest has come for. */
    shared(): void {
        const subject = { processId: "shared", session: null, command: "Shared terminal", tty: true };
        this.#add(this.#live({ ...subject, id: paneId(), kind: "live" }, null, "observer"), "anywhere");
    }

    replay(subject: Subject): void {
        this.#add(this.reopened({ ...subject, id: paneId(), kind: "replay" }), "anywhere");
    }

    replayOf(pane: LivePane): void {
        const { session, processId, tty } = pane.about;
        this.replay({ session, processId, command: pane.title.value, tty: pane.view.view.value?.tty ?? tty });
    }

    /** A pane as it was kept over a reload. */
    reopened(about: PaneAbout): Pane {
        if (about.kind === "live") return this.#live(about, null, about.session === null ? "driver" : "observer");
        return new ReplayPane(about, this.#use.client()!, this.target(about), lookOf(this.#use.settings));
    }

    target(about: PaneAbout): Target {
        const { share } = this.#use;
        return share === null ? { processId: about.processId, ...sessionOf(about) } : { share };
    }

    #add(pane: Pane, where: Where): void {
        this.#use.workspace.add(pane, where);
        setTimeout(() => pane.emulator.focus());
        this.#use.opened();
    }

    #live(about: PaneAbout, start: StartParams | null, role: Role): LivePane {
        const { settings, client } = this.#use;
        return new LivePane(about, {
            client: client()!,
            target: this.target(about),
            start,
            role,
            look: lookOf(settings),
            label: () => settings.name.value,
            onDriver: (pane, you, driver) => this.#noteDriver(pane, you, driver),
            onIdleKey: pane => {
                const keys = shortcutText("drive", settings.prefix.value);
                this.#use.notes.add(`You are watching. ${keys} asks for the keyboard.`, "plain", null, pane.about.id);
            },
        });
    }

    #noteDriver(pane: LivePane, you: boolean, driver: Driver): void {
        const who = driver.label ?? (driver.viewer === null ? "The owner" : "Somebody else");
        const title = pane.title.value;
        const text = you ? `You have the keyboard of ${title}` : `${who} has the keyboard of ${title} now`;
        this.#use.notes.add(text, "plain", null, pane.about.id);
    }
}

function paneId(): string {
    return Array.from(crypto.getRandomValues(new Uint8Array(6)), byte => byte.toString(16).padStart(2, "0")).join("");
}

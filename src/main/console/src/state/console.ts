import { effect, signal, untracked } from "@preact/signals";
import type { Client, SessionProcess, SessionStatus } from "execbus";
import { pause } from "../text/format.js";
import type { Link, LinkState, Opened } from "../wire/link.js";
import { ProcessControl } from "./control.js";
import type { PaneAbout } from "./livePane.js";
import { lookOf } from "./look.js";
import { Notes } from "./notes.js";
import { Opener, type Where } from "./opener.js";
import { Overview } from "./overview.js";
import type { Settings } from "./settings.js";
import type { TabMemory } from "./tab.js";
import { Workspace, type Pane } from "./workspace.js";

export type Dialog =
    | { readonly kind: "run"; readonly where: Where }
    | { readonly kind: "share"; readonly about: PaneAbout }
    | { readonly kind: "help" }
    | { readonly kind: "settings" };

export type Place = "terminals" | "processes" | "nodes";

/** Connects; the page knows where to. */
export type Connect = (token: string | null, sessionId: string | null, opened: Opened) => Link;

/** The root of one console page: its connection, its panes, and what is shown around them. */
export class Console {
    readonly notes = new Notes();
    readonly workspace = new Workspace();
    readonly dialog = signal<Dialog | null>(null);
    /** What a phone shows. */
    readonly place = signal<Place>("terminals");
    readonly settings: Settings;
    readonly link: Link;
    readonly overview: Overview;
    readonly open: Opener;
    readonly control: ProcessControl;
    /** Whether somebody has come by a link, who sees one process and nothing else. */
    readonly guest: boolean;
    readonly #memory: TabMemory;
    #lostAtMs: number | null = null;
    #restored = false;

    /** @param share the secret of the link; null for who is no guest */
    constructor(settings: Settings, memory: TabMemory, connect: Connect, share: string | null) {
        this.settings = settings;
        this.guest = share !== null;
        this.#memory = memory;
        this.link = connect(memory.token, memory.sessionId, (client, renewed) => this.#connected(client, renewed));
        this.overview = new Overview(() => (this.link.state.value.kind === "open" ? this.link.client : null));
        const { workspace, notes } = this;
        const client = () => this.link.client;
        this.open = new Opener({ workspace, notes, settings, client, share, opened: () => this.#paneOpened() });
        this.control = new ProcessControl(notes, this.open, () => this.link.client!);
        this.#follow();
    }

    /** Whether a token was tried that the server did not take. */
    get hasToken(): boolean {
        return this.#memory.token !== null;
    }

    /** Begins anew with another token. The session and what is open are kept. */
    useToken(token: string): void {
        this.#memory.token = token;
        location.reload();
    }

    /** Shows a process, in a new pane if there is none. */
    show(session: SessionStatus, process: SessionProcess): void {
        const open = this.open.show(session, process);
        if (open === null) return;
        this.place.value = "terminals";
        this.workspace.zoomed.value = false;
        this.workspace.activate(open);
        this.focusActive();
    }

    close(pane: Pane): void {
        const running = pane.kind === "live" && pane.view.phase.value.kind === "live" && pane.about.session === null;
        this.workspace.close(pane.about.id);
        if (running) {
            const action = { text: "End it", run: () => void this.control.terminate(pane.about) };
            this.notes.add(`Still running: ${pane.title.value}`, "plain", action);
        }
        this.focusActive();
    }

    focusActive(): void {
        this.workspace.activePane.value?.emulator.focus();
    }

    #follow(): void {
        effect(() => {
            const look = lookOf(this.settings);
            for (const pane of this.workspace.panes.value.values()) pane.emulator.look(look);
        });
        effect(() => {
            const kept = this.workspace.kept.value;
            if (this.#restored) this.#memory.workspace = kept;
        });
        effect(() => {
            const state = this.link.state.value;
            untracked(() => this.#connectionIs(state));
        });
    }

    #connected(client: Client, renewed: boolean): void {
        if (renewed) this.notes.add("The session of before has ended, with its processes. This is a new one.", "bad");
        this.#memory.sessionId = client.session.id ?? null;
        if (!this.#restored) this.#restore(renewed);
        if (!this.guest) this.overview.soon();
    }

    #restore(renewed: boolean): void {
        const kept = this.#memory.workspace;
        this.#restored = true;
        if (this.guest) this.open.shared();
        else if (kept !== null && !renewed) this.workspace.restore(kept, about => this.open.reopened(about));
        setTimeout(() => this.focusActive());
    }

    #paneOpened(): void {
        this.place.value = "terminals";
        if (!this.guest) this.overview.soon();
    }

    #connectionIs(state: LinkState): void {
        if (state.kind === "reconnecting") {
            this.#lostAtMs ??= state.sinceMs;
        } else if (state.kind === "open" && this.#lostAtMs !== null) {
            this.notes.add(`Reconnected after ${pause(Date.now() - this.#lostAtMs)}`, "good", null, "connection");
            this.#lostAtMs = null;
        }
    }
}

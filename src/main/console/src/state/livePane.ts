import { computed, effect, signal, untracked } from "@preact/signals";
import type { Client, Driver, Role, Size } from "execbus";
import { withCtrl } from "../keys/typed.js";
import { Emulator, type Look } from "../terminal/emulator.js";
import { messageOf } from "../text/message.js";
import { ProcessView, type Target } from "../wire/processView.js";

export interface StartParams {
    readonly argv: readonly string[];
    readonly cwd: string;
    readonly env: Readonly<Record<string, string>>;
    readonly tty: boolean;
    readonly pipeStdin: boolean;
}

/** What a pane shows. Kept over a reload, so nothing in it is secret. */
export interface PaneAbout {
    readonly id: string;
    readonly kind: "live" | "replay";
    readonly processId: string;
    /** The public name of the session; null for this tab's own. */
    readonly session: string | null;
    readonly command: string;
    readonly tty: boolean;
}

/** As parameters name the session: not at all if it is one's own. */
export function sessionOf({ session }: Pick<PaneAbout, "session">): { session?: string } {
    return session === null ? {} : { session };
}

export interface LiveSettings {
    readonly client: Client;
    readonly target: Target;
    /** What begins the process, once the size of its terminal is known; null if it is there already. */
    readonly start: StartParams | null;
    readonly role: Role;
    readonly look: Look;
    /** What others see of who looks. */
    readonly label: () => string;
    readonly onDriver: (pane: LivePane, you: boolean, driver: Driver) => void;
    /** A key was pressed by somebody who does not drive. */
    readonly onIdleKey: (pane: LivePane) => void;
}

/** While a border is dragged the process is told of a new size only so often. */
const RESIZE_AFTER_MS = 60;

/**
 * A running (or exited) process in a terminal. Lives as long as it is in the workspace, whether or not it can be seen.
 */
export class LivePane {
    readonly kind = "live";
    readonly emulator: Emulator;
    readonly view: ProcessView;
    readonly searching = signal(false);
    /** Whether the next character that is typed is meant with Ctrl, as on the key bar of a phone. */
    readonly ctrl = signal(false);
    readonly startFailure = signal<string | null>(null);
    /** What the process calls its window, or its command; only a guest has to be told that. */
    readonly title = computed(() => {
        const told = this.#settings.target.share === undefined ? undefined : this.view.view.value?.command;
        return this.emulator.title.value ?? told ?? this.about.command;
    });
    readonly drives = computed(() => this.view.role.value === "driver");
    readonly #settings: LiveSettings;
    #ready = false;
    #resizing: ReturnType<typeof setTimeout> | undefined;
    readonly #stop: () => void;

    constructor(
        readonly about: PaneAbout,
        settings: LiveSettings,
    ) {
        this.#settings = settings;
        this.emulator = new Emulator(settings.look, `Terminal: ${about.command}`);
        this.view = new ProcessView(this.emulator);
        this.emulator.onTyped = text => this.type(text);
        this.emulator.onBinary = bytes => this.#write(bytes);
        this.view.onDriver = (you, driver) => settings.onDriver(this, you, driver);
        this.emulator.onIdleKey = () => settings.onIdleKey(this);
        this.emulator.onFitted = size => this.#fitted(size);
        this.#stop = effect(() => {
            this.emulator.pipes(!(this.view.view.value?.tty ?? about.tty));
            const phase = this.view.phase.value.kind;
            // Before the first answer the size is this pane's: a process that is started is to begin with it.
            const drives = phase === "attaching" || (phase === "live" && this.drives.value);
            untracked(() => this.emulator.drive(drives));
        });
    }

    type(text: string): void {
        const typed = this.ctrl.value ? withCtrl(text) : text;
        this.ctrl.value = false;
        this.#write(typed);
    }

    /** What goes wrong with a key is shown: somebody else drives, or the process has ended. */
    #write(data: string | Uint8Array): void {
        this.view.write(data).catch(() => {});
    }

    #fitted(size: Size): void {
        if (!this.#ready) {
            this.#ready = true;
            void this.#begin(size);
            return;
        }
        clearTimeout(this.#resizing);
        this.#resizing = setTimeout(() => this.view.resize(size), RESIZE_AFTER_MS);
    }

    async #begin(size: Size): Promise<void> {
        const { client, target, start, role, label } = this.#settings;
        if (start !== null && !(await this.#start(start, size))) return;
        await this.view.attach(client, target, role, label(), size, start !== null);
    }

    async #start(start: StartParams, size: Size): Promise<boolean> {
        try {
            await this.#settings.client.session.start({
                processId: this.about.processId,
                command: [...start.argv],
                cwd: start.cwd,
                env: start.tty ? { TERM: "xterm-256color", COLORTERM: "truecolor", ...start.env } : start.env,
                tty: start.tty ? size : false,
                pipeStdin: start.pipeStdin,
                outputBytes: 0, // the view shows it
            });
            return true;
        } catch (failure) {
            this.startFailure.value = messageOf(failure);
            return false;
        }
    }

    dispose(): void {
        clearTimeout(this.#resizing);
        this.#stop();
        this.view.close();
        this.emulator.dispose();
    }
}

import { computed, signal } from "@preact/signals";
import type { Client } from "execbus";
import { fetchRecording } from "../wire/download.js";
import { findInRecording, type Found } from "../cast/find.js";
import { Player } from "../cast/player.js";
import { RecordingReader } from "../cast/recording.js";
import { Emulator, type Look } from "../terminal/emulator.js";
import { messageOf } from "../text/message.js";
import type { Target } from "../wire/processView.js";
import type { PaneAbout } from "./livePane.js";

export type Loading =
    | { readonly kind: "loading"; readonly bytes: number }
    | { readonly kind: "ready"; readonly complete: boolean }
    | { readonly kind: "failed"; readonly why: string };

/** The recording of a process in a terminal, as it was when the pane was opened. */
export class ReplayPane {
    readonly kind = "replay";
    readonly emulator: Emulator;
    readonly loading = signal<Loading>({ kind: "loading", bytes: 0 });
    readonly player = signal<Player | null>(null);
    readonly searching = signal(false);
    readonly wanted = signal("");
    readonly found = computed<readonly Found[]>(() => {
        const player = this.player.value;
        return player === null ? [] : findInRecording(player.recording.events, this.wanted.value);
    });
    readonly title = computed(() => this.player.value?.recording.command ?? this.about.command);
    readonly #client: Client;
    readonly #target: Target;
    #disposed = false;
    #frame = 0;

    constructor(
        readonly about: PaneAbout,
        client: Client,
        target: Target,
        look: Look,
    ) {
        this.#client = client;
        this.#target = target;
        this.emulator = new Emulator(look, `Replay: ${about.command}`);
        this.emulator.pipes(!about.tty);
        this.emulator.drive(false);
        void this.load();
    }

    /** Fetches the recording, again if it was there already: of a running process there is more by now. */
    async load(): Promise<void> {
        this.loading.value = { kind: "loading", bytes: 0 };
        const reader = new RecordingReader();
        let bytes = 0;
        try {
            const complete = await fetchRecording(
                this.#client,
                this.#target,
                text => {
                    reader.add(text);
                    bytes += text.length;
                    this.loading.value = { kind: "loading", bytes };
                },
                () => !this.#disposed,
            );
            if (this.#disposed) return;
            const player = new Player(reader.finish(), this.emulator, () => performance.now());
            this.player.value = player;
            this.loading.value = { kind: "ready", complete };
            this.play();
        } catch (failure) {
            this.loading.value = { kind: "failed", why: messageOf(failure) };
        }
    }

    play(): void {
        this.player.value?.play();
        this.#run();
    }

    toggle(): void {
        this.player.value?.toggle();
        this.#run();
    }

    seek(seconds: number): void {
        this.player.value?.seek(seconds);
        this.#run();
    }

    /** Goes to where the text was found next, or before. */
    seekFound(direction: 1 | -1): void {
        const player = this.player.value;
        if (player === null) return;
        const times = this.found.value.map(found => player.timeline.value.timeOf(found.event));
        const now = player.position.value;
        const next =
            direction === 1 ? times.find(time => time > now + 1e-6) : times.findLast(time => time < now - 1e-6);
        const target = next ?? (direction === 1 ? times[0] : times.at(-1));
        if (target === undefined) return;
        player.pause();
        this.seek(target);
    }

    #run(): void {
        cancelAnimationFrame(this.#frame);
        const tick = () => {
            const player = this.player.value;
            if (player === null || this.#disposed) return;
            player.tick();
            if (player.running.value) this.#frame = requestAnimationFrame(tick);
        };
        tick();
    }

    dispose(): void {
        this.#disposed = true;
        cancelAnimationFrame(this.#frame);
        this.emulator.dispose();
    }
}

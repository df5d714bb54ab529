import { signal } from "@preact/signals";
import type { Size } from "execbus";
import { ReplayClock } from "./clock.js";
import type { Recording } from "./recording.js";
import { Timeline } from "./timeline.js";

/** What a recording is played on. */
export interface Stage {
    /** Empties it. */
    restart(snapshot: null, size: Size): void;
    resizedTo(size: Size): void;
    writeText(text: string): void;
}

export const SPEEDS = [0.5, 1, 2, 4, 8, 16] as const;
export const IDLE_LIMITS = [0.5, 1, 2, 5, null] as const;

/** Plays a recording. `tick` is to be called for every picture while it runs. */
export class Player {
    readonly recording: Recording;
    readonly position = signal(0);
    readonly running = signal(false);
    readonly speed = signal(1);
    readonly idleLimit = signal<number | null>(2);
    readonly timeline = signal<Timeline>(null as unknown as Timeline);
    readonly #stage: Stage;
    readonly #now: () => number;
    #clock: ReplayClock;
    #played = 0;

    constructor(recording: Recording, stage: Stage, now: () => number) {
        this.recording = recording;
        this.#stage = stage;
        this.#now = now;
        this.timeline.value = new Timeline(recording, this.idleLimit.value);
        this.#clock = new ReplayClock(now, this.timeline.value.seconds);
        this.#rewind();
    }

    get seconds(): number {
        return this.timeline.value.seconds;
    }

    play(): void {
        const atEnd = this.position.value >= this.seconds;
        this.#clock.play();
        if (atEnd) this.#rewind();
        this.running.value = true;
        this.tick();
    }

    pause(): void {
        this.#clock.pause();
        this.tick();
    }

    toggle(): void {
        if (this.running.value) this.pause();
        else this.play();
    }

    seek(seconds: number): void {
        this.#clock.seek(seconds);
        this.#show();
    }

    setSpeed(speed: number): void {
        this.#clock.speed = speed;
        this.speed.value = speed;
    }

    /** Another limit moves everything in time; what is shown stays. */
    setIdleLimit(limit: number | null): void {
        const running = this.#clock.running;
        this.idleLimit.value = limit;
        this.timeline.value = new Timeline(this.recording, limit);
        const position = this.#played === 0 ? 0 : this.timeline.value.timeOf(this.#played - 1);
        this.#clock = new ReplayClock(this.#now, this.seconds, this.speed.value, position);
        if (running) this.#clock.play();
        this.#show();
    }

    tick(): void {
        this.#show();
        this.running.value = this.#clock.running;
    }

    #show(): void {
        const position = this.#clock.position;
        this.position.value = position;
        const count = this.timeline.value.countAt(position);
        if (count < this.#played) this.#rewind();
        this.#play(count);
    }

    #rewind(): void {
        this.#played = 0;
        this.#stage.restart(null, { rows: this.recording.rows, cols: this.recording.cols });
    }

    #play(count: number): void {
        let text = "";
        for (; this.#played < count; this.#played++) {
            const event = this.recording.events[this.#played]!;
            if (event.kind === "output") {
                text += event.text;
            } else if (event.kind === "resize") {
                if (text !== "") this.#stage.writeText(text);
                text = "";
                this.#stage.resizedTo({ rows: event.rows, cols: event.cols });
            }
        }
        if (text !== "") this.#stage.writeText(text);
    }
}

import type { Clock } from "./clock.js";

export interface ReconnectOptions {
    /** The first pause; 100. */
    initialMs?: number;
    /** The longest pause; 2,000. */
    maxMs?: number;
    /** After this without a connection the session counts as lost; 80,000, as long as a server keeps it. */
    windowMs?: number;
    /** How much of a pause is left to chance, 0 to 1; 0.5. */
    jitter?: number;
    /** A new session takes the place of one that is lost: for clients that only look at others' processes. */
    renewSession?: boolean;
}

/** When to try again. A connection that does not hold makes the pauses longer, too. */
export class Backoff {
    private readonly initialMs: number;
    private readonly maxMs: number;
    readonly windowMs: number;
    private readonly jitter: number;
    private attempts = 0;
    private lostAt: number | undefined;
    private attachedAt: number | undefined;

    constructor(
        options: ReconnectOptions,
        private readonly clock: Clock,
    ) {
        this.initialMs = options.initialMs ?? 100;
        this.maxMs = options.maxMs ?? 2000;
        this.windowMs = options.windowMs ?? 80_000;
        this.jitter = options.jitter ?? 0.5;
    }

    attached(): void {
        this.attachedAt = this.clock.now();
        this.lostAt = undefined;
    }

    /** The pause before the next attempt; undefined if there is none any more. */
    next(): number | undefined {
        const now = this.clock.now();
        if (this.attachedAt !== undefined && now - this.attachedAt >= this.maxMs) {
            this.attempts = 0;
        }
        this.attachedAt = undefined;
        this.lostAt ??= now;
        const pause = this.pause(this.attempts++);
        return now + pause - this.lostAt > this.windowMs ? undefined : pause;
    }

    /** The pause before the attempt of this number, from 0. */
    pause(attempt: number): number {
        const longest = Math.min(this.maxMs, this.initialMs * 2 ** Math.min(attempt, 30));
        return longest * (1 - this.jitter * this.clock.random());
    }}

/** A clock that can be stopped, set, and run faster or slower. It ticks by itself nowhere: `now` is asked. */
export class ReplayClock {
    readonly #now: () => number;
    readonly #end: number;
    #position: number;
    #since: number | null = null;
    #speed: number;

    /** @param now milliseconds of any monotonic clock
     *  @param end seconds; the clock stops there */
    constructor(now: () => number, end: number, speed = 1, position = 0) {
        this.#now = now;
        this.#end = end;
        this.#speed = speed;
        this.#position = Math.min(Math.max(position, 0), end);
    }

    get position(): number {
        const run = this.#since === null ? 0 : ((this.#now() - this.#since) / 1000) * this.#speed;
        return Math.min(this.#position + run, this.#end);
    }

    get running(): boolean {
        return this.#since !== null && this.position < this.#end;
    }

    get speed(): number {
        return this.#speed;
    }

    /** Runs on, or from the beginning if it had come to the end. */
    play(): void {
        if (this.position >= this.#end) this.#position = 0;
        else this.#position = this.position;
        this.#since = this.#now();
    }

    pause(): void {
        this.#position = this.position;
        this.#since = null;
    }

    seek(seconds: number): void {
        const running = this.running;
        this.#position = Math.min(Math.max(seconds, 0), this.#end);
        this.#since = running ? this.#now() : null;
    }

    set speed(speed: number) {
        this.#position = this.position;
        this.#speed = speed;
        if (this.#since !== null) this.#since = this.#now();
    }
}

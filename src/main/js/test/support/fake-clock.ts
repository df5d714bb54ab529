import type { Clock } from "../../src/clock.js";

interface Timer {
    at: number;
    action: () => void;
}

/** Lets everything run that waits for nothing but its turn. */
export async function settled(): Promise<void> {
    for (let i = 0; i < 4; i++) {
        await new Promise(resolve => setImmediate(resolve));
    }
}

/** Time that passes when it is told to. */
export class FakeClock implements Clock {
    chance = 0;
    private time = 1000;
    private readonly timers = new Set<Timer>();

    now(): number {
        return this.time;
    }

    random(): number {
        return this.chance;
    }

    after(ms: number, action: () => void): () => void {
        const timer = { at: this.time + ms, action };
        this.timers.add(timer);
        return () => this.timers.delete(timer);
    }

    get waiting(): number {
        return this.timers.size;
    }

    async pass(ms: number): Promise<void> {
        const end = this.time + ms;
        while (true) {
            await settled();
            const next = [...this.timers].sort((a, b) => a.at - b.at)[0];
            if (!next || next.at > end) {
                break;
            }
            this.timers.delete(next);
            this.time = next.at;
            next.action();
        }
        this.time = end;
        await settled();
    }
}

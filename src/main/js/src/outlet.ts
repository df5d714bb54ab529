/** What an item costs beside its bytes. */
const OVERHEAD = 64;

/**
 * Items that wait for whoever iterates. Whoever puts them in looks at `bytes` and stops in time. One reader at a time;
 * a loop that is left early can be taken up by another one.
 */
export class Outlet<T> implements AsyncIterable<T> {
    private items: { item: T; size: number }[] = [];
    private next = 0;
    private held = 0;
    private waiting: ((step: Promise<IteratorResult<T>>) => void)[] = [];
    private over: { cause: Error | undefined } | undefined;

    /** @param taken called when there is more room */
    constructor(private readonly taken: () => void) {}

    get bytes(): number {
        return this.held;
    }

    /** Whether nothing is put in any more. */
    get ended(): boolean {
        return this.over !== undefined;
    }

    put(item: T, bytes: number): void {
        if (this.over) {
            return;
        }
        const reader = this.waiting.shift();
        if (reader) {
            reader(Promise.resolve({ done: false, value: item }));
            return;
        }
        this.items.push({ item, size: bytes + OVERHEAD });
        this.held += bytes + OVERHEAD;
    }

    /** What was put in before is still read; then the end, or the cause. */
    end(cause?: Error): void {
        if (this.over) {
            return;
        }
        this.over = { cause };
        const readers = this.waiting;
        this.waiting = [];
        readers.forEach(reader => reader(this.lastStep()));
    }

    [Symbol.asyncIterator](): AsyncIterator<T> {
        return {
            next: () => this.step(),
            return: () => Promise.resolve({ done: true, value: undefined }),
        };
    }

    private step(): Promise<IteratorResult<T>> {
        const entry = this.items[this.next];
        if (entry) {
            this.removeFirst(entry.size);
            this.taken();
            return Promise.resolve({ done: false, value: entry.item });
        }
        if (this.over) {
            return this.lastStep();
        }
        return new Promise(resolve => this.waiting.push(resolve));
    }

    private removeFirst(size: number): void {
        this.held -= size;
        if (++this.next === this.items.length) {
            this.items = [];
            this.next = 0;
        } else if (this.next >= 1024) {
            this.items = this.items.slice(this.next);
            this.next = 0;
        }
    }

    private lastStep(): Promise<IteratorResult<T>> {
        const cause = this.over?.cause;
        return cause ? Promise.reject(cause) : Promise.resolve({ done: true, value: undefined });
    }
}

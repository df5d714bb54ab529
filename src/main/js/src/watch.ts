import type { Line } from "./line.js";
import { Outlet } from "./outlet.js";
import { toPath, toUri } from "./paths.js";

export interface Change {
    path: string;
    kind: "created" | "modified" | "deleted";
}

export interface Changes {
    changes: Change[];
    /** Something is missing: all should be read anew. */
    overflow: boolean;
}

/** Changes until it is closed. */
export interface Watch extends AsyncIterable<Changes> {
    close(): Promise<void>;
}

interface Changed extends Changes {
    watchId: string;
}

/** What a reader may be behind; past it `overflow` stands for all. */
const MOST_BYTES = 1 << 20;

class OpenWatch implements Watch {
    private readonly outlet = new Outlet<Changes>(() => this.taken());
    private missing = false;

    constructor(
        private readonly line: Line,
        private readonly id: string,
        private readonly params: object,
        private readonly closed: () => void,
    ) {}

    async open(): Promise<void> {
        await this.line.call("fs/watch", { watchId: this.id, ...this.params }, { repeat: "never" });
    }

    told(changes: Change[], overflow: boolean): void {
        if (this.missing || this.outlet.bytes > MOST_BYTES) {
            this.missing = true;
        } else {
            const bytes = changes.reduce((sum, change) => sum + change.path.length + 64, 0);
            this.outlet.put({ changes, overflow }, bytes);
        }
    }

    /** Watches end with their connection. */
    attached(): void {
        this.open().then(
            () => this.told([], true),
            (cause: Error) => this.end(cause),
        );
    }

    end(cause: Error): void {
        this.closed();
        this.outlet.end(cause);
    }

    [Symbol.asyncIterator](): AsyncIterator<Changes> {
        return this.outlet[Symbol.asyncIterator]();
    }

    async close(): Promise<void> {
        this.closed();
        this.outlet.end();
        await this.line.call("fs/unwatch", { watchId: this.id }, { repeat: "never" });
    }

    private taken(): void {
        if (this.missing && this.outlet.bytes === 0) {
            this.missing = false;
            this.outlet.put({ changes: [], overflow: true }, 0);
        }
    }
}

export class Watches {
    private readonly open_ = new Map<string, OpenWatch>();

    constructor(private readonly line: Line) {
        line.on("fs/changed", params => {
            const { watchId, changes, overflow } = params as unknown as Changed;
            const plain = changes.map(change => ({ ...change, path: toPath(change.path) }));
            this.open_.get(watchId)?.told(plain, overflow);
        });
        line.add({
            attached: () => this.open_.forEach(watch => watch.attached()),
            lost: cause => [...this.open_.values()].forEach(watch => watch.end(cause)),
        });
    }

    async open(path: string, options: object): Promise<Watch> {
        const id = this.line.newName();
        const watch = new OpenWatch(this.line, id, { path: toUri(path), ...options }, () => this.open_.delete(id));
        await watch.open();
        this.open_.set(id, watch);
        return watch;
    }
}

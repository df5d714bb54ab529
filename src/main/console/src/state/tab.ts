import type { Kept } from "./workspace.js";

/** What one browser tab remembers over a reload, and forgets with the tab: its session, its panes, the token. */
export class TabMemory {
    readonly #storage: Pick<Storage, "getItem" | "setItem" | "removeItem">;

    constructor(storage: Pick<Storage, "getItem" | "setItem" | "removeItem">) {
        this.#storage = storage;
    }

    /** Of a page that is to leave the memory of its tab alone. */
    static forgetful(): TabMemory {
        const values = new Map<string, string>();
        return new TabMemory({
            getItem: key => values.get(key) ?? null,
            setItem: (key, value) => void values.set(key, value),
            removeItem: key => void values.delete(key),
        });
    }

    /** Forgets everything but the token. */
    beginAnew(): void {
        this.sessionId = null;
        this.workspace = null;
    }

    get token(): string | null {
        return this.#storage.getItem("execbus.token");
    }

    set token(token: string | null) {
        this.#put("execbus.token", token);
    }

    get sessionId(): string | null {
        return this.#storage.getItem("execbus.session");
    }

    set sessionId(sessionId: string | null) {
        this.#put("execbus.session", sessionId);
    }

    get workspace(): Kept | null {
        try {
            return JSON.parse(this.#storage.getItem("execbus.workspace") ?? "null") as Kept | null;
        } catch {
            return null;
        }
    }

    set workspace(kept: Kept | null) {
        this.#put("execbus.workspace", kept === null ? null : JSON.stringify(kept));
    }

    /**
     * A tab that was duplicated has the same memory as the one it came from; only one of them can have the session.
     * Resolves to whether another tab has it, and answers such questions of others from then on.
     */
    async takenElsewhere(): Promise<boolean> {
        const channel = new BroadcastChannel("execbus.sessions");
        const mine = this.sessionId;
        const taken = mine !== null && (await this.#asked(channel, mine));
        channel.onmessage = (event: MessageEvent<{ ask?: string }>) => {
            if (event.data.ask !== undefined && event.data.ask === this.sessionId)
                channel.postMessage({ taken: this.sessionId });
        };
        return taken;
    }

    #asked(channel: BroadcastChannel, sessionId: string): Promise<boolean> {
        return new Promise(resolve => {
            const timer = setTimeout(() => resolve(false), 120);
            channel.onmessage = (event: MessageEvent<{ taken?: string }>) => {
                if (event.data.taken !== sessionId) return;
                clearTimeout(timer);
                resolve(true);
            };
            channel.postMessage({ ask: sessionId });
        });
    }

    #put(key: string, value: string | null): void {
        if (value === null) this.#storage.removeItem(key);
        else this.#storage.setItem(key, value);
    }
}

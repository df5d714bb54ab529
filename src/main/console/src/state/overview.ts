import { signal } from "@preact/signals";
import { RpcError, type Client, type NodeStatus, type SessionStatus } from "execbus";
import { polled, type Listed } from "../live/roster.js";

const EVERY_MS = 1_000;

/** Sessions, processes and nodes, asked for each second while the page can be seen. */
export class Overview {
    /** Null before the first answer. */
    readonly sessions = signal<readonly SessionStatus[] | null>(null);
    /** Null before the first answer, and for those who may not know. */
    readonly nodes = signal<readonly Listed<NodeStatus>[] | null>(null);
    /** When the last answer came. */
    readonly at = signal(Date.now());
    readonly #client: () => Client | null;
    #timer: ReturnType<typeof setTimeout> | undefined;
    #asking = false;
    #nodesRefused = false;

    /** @param client null while there is no connection */
    constructor(client: () => Client | null) {
        this.#client = client;
        document.addEventListener("visibilitychange", () => this.soon());
    }

    /** Asks now, and from now on again and again. */
    soon(): void {
        clearTimeout(this.#timer);
        this.#timer = undefined;
        if (document.visibilityState === "visible") void this.#ask();
    }

    async #ask(): Promise<void> {
        const client = this.#client();
        if (this.#asking || client === null) return;
        this.#asking = true;
        try {
            const [sessions, nodes] = await Promise.all([
                client.sessions(),
                this.#nodesRefused ? null : this.#askNodes(client),
            ]);
            this.at.value = Date.now();
            this.sessions.value = sessions;
            if (nodes !== null)
                this.nodes.value = polled(this.nodes.value, nodes, node => `${node.role} ${node.name}`, Date.now());
        } catch {
            // the next answer tells; a lost connection is told elsewhere
        } finally {
            this.#asking = false;
        }
        if (document.visibilityState === "visible") {
            clearTimeout(this.#timer);
            this.#timer = setTimeout(() => this.soon(), EVERY_MS);
        }
    }

    async #askNodes(client: Client): Promise<NodeStatus[] | null> {
        try {
            return await client.nodes();
        } catch (failure) {
            if (failure instanceof RpcError) this.#nodesRefused = true;
            return null;
        }
    }
}

import { Deferred } from "./deferred.js";
import { ConnectionLostError, SessionLostError } from "./errors.js";
import type { Line } from "./line.js";
import type { AttachAnswer, From } from "./view-wire.js";
import type { Params } from "./wire.js";

export interface ViewLineEvents {
    /** Before anything else is told on the same attachment. */
    attached(answer: AttachAnswer, again: boolean): void;
    /** It cannot be attached any more. */
    refused(cause: Error): void;
}

/**
 * Keeps a view attached over all connections. `letGo`: detached by itself, as its reader is slow. `away`: without a
 * connection, to be attached on the next.
 */
export class ViewLine {
    private state: "attaching" | "attached" | "letGo" | "away" | "over" = "attaching";
    /** Pending while it is not attached. */
    private attachment = new Deferred<void>();
    private ever = false;

    /**
     * @param params of `process/attach`, as they are now
     * @param lastSeq behind which it goes on
     */
    constructor(
        readonly viewId: string,
        private readonly line: Line,
        private readonly params: () => Params,
        private readonly lastSeq: () => number,
        private readonly events: ViewLineEvents,
    ) {}

    get isAttached(): boolean {
        return this.state === "attached";
    }

    /** Rejects with a ConnectionLostError if it may be tried again. */
    async attach(from: From | undefined): Promise<void> {
        this.state = "attaching";
        await this.line.call<AttachAnswer>(
            "process/attach",
            { viewId: this.viewId, from, ...this.params() },
            { repeat: "never", first: answer => this.attached(answer) },
        );
    }

    /** On a connection that is new, or because the reader is quick again. */
    attachAgain(): void {
        if (this.state !== "away") {
            return;
        }
        this.attach({ seq: this.lastSeq() }).catch((cause: Error) => {
            if (cause instanceof SessionLostError && !this.line.over) {
                // Only the client's own session is gone.
                this.leave("away");
            } else if (!(cause instanceof ConnectionLostError)) {
                this.events.refused(cause);
            }
        });
    }

    disconnected(): void {
        if (this.state === "attached" || (this.state === "attaching" && this.ever)) {
            this.leave("away");
        }
    }

    letGo(): void {
        this.leave("letGo");
        this.tellDetached();
    }

    takeUp(): void {
        if (this.state === "letGo") {
            this.state = "away";
            this.attachAgain();
        }
    }

    /** No further attachment. */
    end(cause: Error): void {
        if (this.state === "attached") {
            this.tellDetached();
        }
        this.state = "over";
        this.attachment.reject(cause);
        this.attachment = new Deferred<void>();
        this.attachment.reject(cause);
    }

    /** @param repeat whether it may be done twice; otherwise it ends with the connection */
    async call<R>(method: string, params: Params, repeat: () => boolean): Promise<R> {
        while (true) {
            await this.attachment.promise;
            try {
                return await this.line.call<R>(method, { viewId: this.viewId, ...params }, { repeat: "never" });
            } catch (cause) {
                if (!(cause instanceof ConnectionLostError && repeat())) {
                    throw cause;
                }
            }
        }
    }

    private attached(answer: AttachAnswer): void {
        if (this.state === "over") {
            this.tellDetached();
            return;
        }
        const again = this.ever;
        this.ever = true;
        this.state = "attached";
        this.events.attached(answer, again);
        this.attachment.resolve();
    }

    private leave(state: "letGo" | "away"): void {
        if (this.state === "attached") {
            this.attachment = new Deferred<void>();
        }
        this.state = state;
    }

    private tellDetached(): void {
        this.line.call("process/detach", { viewId: this.viewId }, { repeat: "never" }).catch(() => {});
    }
}

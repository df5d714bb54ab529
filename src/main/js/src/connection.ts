import type { Clock } from "./clock.js";
import type { Door, Doorway, End } from "./door.js";
import type { Failure, Incoming, Params } from "./wire.js";

export interface ConnectionEvents {
    answered(id: number, result: unknown, error: Failure | undefined): void;
    notified(method: string, params: Params): void;
    /** The last event, told once. */
    ended(end: End): void;
}

export interface SilenceOptions {
    /** When nothing was heard for so long a sign of life is asked for, as browsers do not show pings; 10,000. */
    askAfterMs?: number;
    /** When that is not answered for so long the connection counts as dead; 20,000. */
    giveUpAfterMs?: number;
}

/** Answered by every server, whatever the client may do. */
const SIGN_OF_LIFE = "environment/status";

/** A connection from its opening to its end; what is told after the end is nobody's business. */
export class Connection {
    private readonly askAfterMs: number;
    private readonly giveUpAfterMs: number;
    private door: Door | undefined;
    private over = false;
    private heardAt = 0;
    private askedAt: number | undefined;
    private stopWatching = (): void => {};

    constructor(
        private readonly events: ConnectionEvents,
        private readonly clock: Clock,
        silence: SilenceOptions,
    ) {
        this.askAfterMs = silence.askAfterMs ?? 10_000;
        this.giveUpAfterMs = silence.giveUpAfterMs ?? 20_000;
    }

    /** Resolves when messages can be sent, to false if the connection has ended before. */
    async open(doorway: Doorway): Promise<boolean> {
        const door = await doorway({
            received: message => this.received(message),
            closed: end => this.end(end),
        });
        if (this.over) {
            door.close();
            return false;
        }
        this.door = door;
        this.heardAt = this.clock.now();
        this.watch();
        return true;
    }

    /** Throws a RangeError for a message that is too long. */
    send(method: string, params?: Params, id?: number): void {
        this.door?.send({
            ...(id === undefined ? {} : { id }),
            method,
            ...(params === undefined ? {} : { params }),
        });
    }

    /** Gives the connection up for a reason of the client's. */
    drop(reason: string, detail: { fatal?: boolean; cause?: Error } = {}): void {
        this.door?.close();
        this.end({ code: 1000, reason, ...detail });
    }

    /** Without telling anybody. */
    close(): void {
        this.over = true;
        this.stopWatching();
        this.door?.close();
    }

    private end(end: End): void {
        if (!this.over) {
            this.over = true;
            this.stopWatching();
            this.events.ended(end);
        }
    }

    private received(message: Incoming): void {
        if (this.over) {
            return;
        }
        this.heardAt = this.clock.now();
        this.askedAt = undefined;
        if (message.method !== undefined) {
            if (message.id === undefined) {
                this.events.notified(message.method, message.params ?? {});
            }
        } else if (typeof message.id === "number" && message.id >= 0) {
            this.events.answered(message.id, message.result, message.error);
        } else if (message.error) {
            this.drop(`the server does not understand this client: ${message.error.message}`, { fatal: true });
        }
    }

    private watch(): void {
        this.stopWatching = this.clock.after(this.askAfterMs / 2, () => {
            const now = this.clock.now();
            if (this.askedAt !== undefined && now - this.askedAt >= this.giveUpAfterMs) {
                this.drop("the server is silent");
                return;
            }
            if (this.askedAt === undefined && now - this.heardAt >= this.askAfterMs) {
                this.askedAt = now;
                this.door?.send({ id: 0, method: SIGN_OF_LIFE });
            }
            this.watch();
        });
    }
}

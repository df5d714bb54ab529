import type { Clock } from "./clock.js";
import { ConnectionLostError, RpcError } from "./errors.js";
import type { Backoff } from "./reconnect.js";
import type { Failure, Params } from "./wire.js";

export interface CallOptions<R> {
    /**
     * Whether it is made again on the next connection if it was not answered. `always` (default): reads, and what may
     * be done twice. `named`: it is given an `opId`, and made again where the server knows those. `never`: it ends with
     * the connection.
     */
    repeat?: "always" | "never" | "named";
    /** Whether a limit that is reached is a reason to wait and not an error. */
    patient?: boolean;
    /** Called with the result before anything that came behind it is told. */
    first?: (result: R) => void;
}

interface Call {
    readonly id: number;
    readonly method: string;
    readonly params: Params;
    readonly repeat: boolean;
    readonly patient: boolean;
    readonly first: ((result: never) => void) | undefined;
    resolve(result: never): void;
    reject(cause: Error): void;
    /** On the present connection, and not to be made again there. */
    sent: boolean;
    refusals: number;
    refusedAt: number | undefined;
}

/** Throws a RangeError for a message that is too long. */
export type Send = (method: string, params: Params, id: number) => void;

/** More than a client can have reason to wait for at a time. */
const MOST = 10_000;
const UNREACHABLE = -32020;
const LIMIT = -32021;

/** Calls without an answer, over all connections, sent in the order in which they were made. */
export class Calls {
    private readonly pending = new Map<number, Call>();
    private lastId = 0;
    private send: Send | undefined;
    private callOff: (() => void) | undefined;

    constructor(
        private readonly backoff: Backoff,
        private readonly clock: Clock,
    ) {}

    nextId(): number {
        return ++this.lastId;
    }

    make<R>(method: string, params: Params, repeat: boolean, options: CallOptions<R>): Promise<R> {
        if (this.pending.size >= MOST) {
            throw new RangeError(`more than ${MOST} calls wait for an answer`);
        }
        return new Promise<R>((resolve, reject) => {
            const id = this.nextId();
            const { first, patient = false } = options;
            const refusals = { sent: false, refusals: 0, refusedAt: undefined };
            const call: Call = { id, method, params, repeat, patient, first, resolve, reject, ...refusals };
            this.pending.set(id, call);
            this.transmit(call);
        });
    }

    /** Sends what waits, and from now on what comes. */
    connected(send: Send): void {
        this.send = send;
        this.sendUnsent();
    }

    /** Forgets what was sent and cannot be sent again. */
    disconnected(reason: string): void {
        this.send = undefined;
        this.callOff?.();
        this.callOff = undefined;
        for (const call of [...this.pending.values()]) {
            if (call.sent && !call.repeat) {
                this.failed(call, new ConnectionLostError(`${call.method}: the connection was lost: ${reason}`));
            }
            call.sent = false;
        }
    }

    answered(id: number, result: unknown, error: Failure | undefined): void {
        const call = this.pending.get(id);
        if (!call) {
            return;
        }
        if (!error) {
            this.pending.delete(id);
            call.first?.(result as never);
            call.resolve(result as never);
        } else if (this.mayPass(error, call)) {
            this.repeatLater(call);
        } else {
            this.failed(call, new RpcError(error.code, error.message));
        }
    }

    /** The longest message cannot be sent, whichever of those that were sent it is. */
    tooLong(): void {
        const length = (call: Call): number => JSON.stringify(call.params).length;
        const [longest] = [...this.pending.values()]
            .filter(call => call.sent)
            .sort((one, other) => length(other) - length(one));
        if (longest) {
            this.failed(longest, new RpcError(-32600, `${longest.method}: the message is too long for the server`));
        }
    }

    lost(cause: Error): void {
        for (const call of [...this.pending.values()]) {
            this.failed(call, cause);
        }
    }

    private failed(call: Call, cause: Error): void {
        this.pending.delete(call.id);
        call.reject(cause);
    }

    private mayPass(error: Failure, call: Call): boolean {
        if (!call.repeat || !(error.code === UNREACHABLE || (error.code === LIMIT && call.patient))) {
            return false;
        }
        call.refusedAt ??= this.clock.now();
        return this.clock.now() - call.refusedAt < this.backoff.windowMs;
    }

    /** In the order in which they were made, so that what was written stays in order. */
    private repeatLater(call: Call): void {
        call.sent = false;
        this.callOff ??= this.clock.after(this.backoff.pause(call.refusals++), () => {
            this.callOff = undefined;
            this.sendUnsent();
        });
    }

    private sendUnsent(): void {
        for (const call of [...this.pending.values()]) {
            if (!call.sent) {
                this.transmit(call);
            }
        }
    }

    private transmit(call: Call): void {
        if (!this.send) {
            return;
        }
        call.sent = true;
        try {
            this.send(call.method, call.params, call.id);
        } catch (cause) {
            this.failed(call, cause as Error);
        }
    }
}

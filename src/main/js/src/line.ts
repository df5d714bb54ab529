import { Calls, type CallOptions } from "./calls.js";
import type { Clock } from "./clock.js";
import { randomName } from "./codec.js";
import { Connection } from "./connection.js";
import type { Doorway, End } from "./door.js";
import { ClientClosedError, ConnectError, RpcError, SessionLostError } from "./errors.js";
import type { LineSettings, Lodger } from "./line-types.js";
import { Backoff } from "./reconnect.js";
import type { EnvironmentInfo, Failure, InitializeAnswer, Params } from "./wire.js";

type Phase = "connecting" | "initializing" | "open" | "waiting" | "over";

const STALE = -32022;
const MESSAGE_TOO_BIG = 1009;

/** A session over as many connections as it takes. */
export class Line {
    private readonly backoff: Backoff;
    private readonly calls: Calls;
    private readonly lodgers = new Set<Lodger>();
    private readonly handlers = new Map<string, (params: Params) => void>();
    private readonly names = randomName();
    private lastName = 0;
    private connections = 0;
    private phase: Phase = "connecting";
    private connection: Connection | undefined;
    private initializeId: number | undefined;
    private callOff = (): void => {};
    private session: string | undefined;
    private environmentInfo: EnvironmentInfo = {};
    private everOpen = false;
    private attempts = 0;
    private failure: Error | undefined;
    private settleOpen: { resolve(): void; reject(cause: Error): void } | undefined;

    constructor(
        private readonly doorway: Doorway,
        private readonly settings: LineSettings,
        private readonly clock: Clock,
    ) {
        this.backoff = new Backoff(settings.reconnect || {}, clock);
        this.calls = new Calls(this.backoff, clock);
        this.session = settings.sessionId;
    }

    /** Resolves when the session is there. The first connection is tried once, a resume for the whole window. */
    open(): Promise<void> {
        this.settings.onState({ state: "connecting" });
        return new Promise((resolve, reject) => {
            this.settleOpen = { resolve, reject };
            this.connect();
        });
    }

    get sessionId(): string | undefined {
        return this.session;
    }

    get environment(): EnvironmentInfo {
        return this.environmentInfo;
    }

    /** The number of the connection that speaks, or spoke last, for the session. */
    get epoch(): number {
        return this.connections;
    }

    /** Whether there will be no connection any more. */
    get over(): boolean {
        return this.phase === "over";
    }

    /** A name of this client's own, for what the server remembers it by. */
    newName(): string {
        return `${this.names}-${++this.lastName}`;
    }

    add(lodger: Lodger): void {
        this.lodgers.add(lodger);
    }

    remove(lodger: Lodger): void {
        this.lodgers.delete(lodger);
    }

    on(method: string, handler: (params: Params) => void): void {
        this.handlers.set(method, handler);
    }

    async call<R>(method: string, params: Params = {}, options: CallOptions<R> = {}): Promise<R> {
        if (this.phase === "over") {
            throw this.failure ?? new ClientClosedError();
        }
        const named = options.repeat === "named";
        return this.calls.make(
            method,
            named ? { opId: this.newName(), ...params } : params,
            named ? this.environmentInfo.capabilities?.["opId"] === true : options.repeat !== "never",
            options,
        );
    }

    close(): void {
        if (this.phase !== "over") {
            this.finish(new ClientClosedError());
            this.settings.onState({ state: "closed" });
        }
    }

    private connect(): void {
        this.phase = "connecting";
        const connection = new Connection(
            {
                answered: (id, result, error) => this.answered(id, result, error),
                notified: (method, params) => this.handlers.get(method)?.(params),
                ended: end => this.ended(end),
            },
            this.clock,
            this.settings.silence,
        );
        this.connection = connection;
        connection.open(this.doorway).then(
            open => {
                if (open && this.connection === connection) {
                    this.initialize(connection);
                }
            },
            (cause: unknown) => {
                if (this.connection === connection) {
                    const fatal = cause instanceof ConnectError && cause.definite;
                    this.ended({ code: 1006, reason: (cause as Error).message, fatal, cause: cause as Error });
                }
            },
        );
    }

    private initialize(connection: Connection): void {
        this.phase = "initializing";
        this.initializeId = this.calls.nextId();
        this.callOff = this.clock.after(this.settings.initializeTimeoutMs, () =>
            connection.drop("the session was not given in time"),
        );
        const resumed = this.session === undefined ? {} : { resumeSessionId: this.session };
        connection.send("initialize", { clientName: this.settings.clientName, ...resumed }, this.initializeId);
    }

    private answered(id: number, result: unknown, error: Failure | undefined): void {
        if (id === this.initializeId) {
            this.initializeId = undefined;
            this.callOff();
            if (error) {
                this.refused(new RpcError(error.code, error.message));
            } else {
                this.initialized(result as InitializeAnswer);
            }
            return;
        }
        if (error?.code === STALE) {
            this.connection?.drop(error.message);
        } else {
            this.calls.answered(id, result, error);
        }
    }

    private initialized(answer: InitializeAnswer): void {
        const connection = this.connection as Connection;
        const resumed = this.everOpen;
        const sessionId = answer.sessionId ?? undefined;
        const renewed = resumed && this.session === undefined && sessionId !== undefined;
        connection.send("initialized", {});
        this.session = sessionId;
        this.environmentInfo = answer.environmentInfo ?? {};
        this.phase = "open";
        this.everOpen = true;
        this.connections++;
        this.attempts = 0;
        this.backoff.attached();
        this.calls.connected((method, params, id) => connection.send(method, params, id));
        for (const lodger of [...this.lodgers]) {
            lodger.attached?.();
        }
        this.settleOpen?.resolve();
        this.settleOpen = undefined;
        this.settings.onState({ state: "open", resumed, renewed });
    }

    private refused(error: RpcError): void {
        const again = this.session !== undefined && (error.retryable || error.code === STALE);
        if (again || !this.renew(error)) {
            this.connection?.drop(error.message, { fatal: !again, cause: error });
        }
    }

    private get mayRenew(): boolean {
        return this.settings.reconnect !== false && this.settings.reconnect.renewSession === true;
    }

    /** Whether a new session is asked for on the same connection. */
    private renew(error: RpcError): boolean {
        if (!this.everOpen || this.session === undefined || !this.mayRenew) {
            return false;
        }
        this.forget(this.lostError(error.message));
        this.initialize(this.connection as Connection);
        return true;
    }

    /** Tells everybody that the session is gone. */
    private forget(cause: Error): void {
        this.session = undefined;
        this.calls.lost(cause);
        for (const lodger of [...this.lodgers]) {
            lodger.lost?.(cause);
        }
    }

    /** An id that another server may know is a secret. */
    private lostError(reason: string): SessionLostError {
        return new SessionLostError(`the session is lost: ${reason.replace(` ${this.session}`, "")}`);
    }

    private ended(end: End): void {
        if (this.phase === "over") {
            return;
        }
        this.callOff();
        this.initializeId = undefined;
        this.connection = undefined;
        if (end.code === MESSAGE_TOO_BIG) {
            this.calls.tooLong();
        }
        const wasOpen = this.phase === "open";
        this.phase = "waiting";
        this.calls.disconnected(end.reason);
        if (wasOpen) {
            for (const lodger of [...this.lodgers]) {
                lodger.detached?.();
            }
        }
        this.connectLater(end);
    }

    private connectLater(end: End): void {
        const mayReturn = this.settings.reconnect && (this.everOpen || this.session !== undefined) && !end.fatal;
        const pause = mayReturn ? this.backoff.next() : undefined;
        if (pause === undefined) {
            this.giveUp(end);
            return;
        }
        this.settings.onState({ state: "reconnecting", reason: end.reason, attempt: ++this.attempts });
        this.callOff = this.clock.after(pause, () => this.connect());
    }

    private giveUp(end: End): void {
        if (this.everOpen) {
            const error = this.lostError(end.reason);
            this.finish(error);
            this.settings.onState({ state: "lost", error });
        } else {
            this.finish(end.cause ?? new ConnectError(end.reason, end.fatal ?? false));
        }
    }

    private finish(cause: Error): void {
        this.phase = "over";
        this.failure = cause;
        this.callOff();
        this.connection?.close();
        this.connection = undefined;
        this.forget(cause);
        this.lodgers.clear();
        this.settleOpen?.reject(cause);
        this.settleOpen = undefined;
    }
}

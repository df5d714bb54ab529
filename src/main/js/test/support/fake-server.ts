import assert from "node:assert/strict";
import type { Door, DoorEvents, Doorway } from "../../src/door.js";
import { ConnectError } from "../../src/errors.js";
import type { Params } from "../../src/wire.js";
import { settled } from "./fake-clock.js";

export interface Request {
    id: number;
    method: string;
    params: Params;
}

/** The server's end of one connection. */
export class FakeConnection implements Door {
    readonly requests: Request[] = [];
    readonly notifications: string[] = [];
    closed = false;

    constructor(
        private readonly events: DoorEvents,
        private readonly heard: (connection: FakeConnection, request: Request) => void,
    ) {}

    send(message: { id?: number; method: string; params?: Params }): void {
        const { id, method, params = {} } = JSON.parse(JSON.stringify(message)) as typeof message;
        if (id === undefined) {
            this.notifications.push(method);
            return;
        }
        const request = { id, method, params };
        this.requests.push(request);
        this.heard(this, request);
    }

    close(): void {
        this.closed = true;
    }

    methods(): string[] {
        return this.requests.map(request => request.method);
    }

    /** The last request of this method. */
    request(method: string): Request {
        const found = this.requests.filter(request => request.method === method).at(-1);
        assert.ok(found, `no ${method} among ${this.methods()}`);
        return found;
    }

    async answer(method: string, result: unknown): Promise<void> {
        this.events.received({ id: this.request(method).id, result });
        await settled();
    }

    async refuse(method: string, code: number, message = "refused"): Promise<void> {
        this.events.received({ id: this.request(method).id, error: { code, message } });
        await settled();
    }

    tell(method: string, params: Params): void {
        this.events.received({ method, params });
    }

    receive(id: number, result: unknown): void {
        this.events.received({ id, result });
    }

    async end(code: number, reason = "", fatal = false): Promise<void> {
        this.closed = true;
        this.events.closed({ code, reason, fatal });
        await settled();
    }
}

/** Connections as a client makes them, answered by hand or by a script. */
export class FakeServer {
    readonly connections: FakeConnection[] = [];
    /** Said for every attempt to connect while it is set. */
    refusal: ConnectError | undefined;
    attempts = 0;
    script: (connection: FakeConnection, request: Request) => void = () => {};

    readonly doorway: Doorway = async events => {
        this.attempts++;
        if (this.refusal) {
            throw this.refusal;
        }
        const connection = new FakeConnection(events, (from, request) => this.script(from, request));
        this.connections.push(connection);
        return connection;
    };

    get last(): FakeConnection {
        const last = this.connections.at(-1);
        assert.ok(last, "nobody has connected");
        return last;
    }

    /** Answers `initialize` and the signs of life. */
    welcome(sessionId = "s-1"): this {
        this.script = (connection, request) => {
            if (request.method === "initialize") {
                queueMicrotask(() => connection.receive(request.id, introduction(sessionId)));
            } else if (request.method === "environment/status") {
                queueMicrotask(() => connection.receive(request.id, { status: "ready" }));
            }
        };
        return this;
    }
}

export function introduction(sessionId: string | undefined): object {
    return { sessionId, environmentInfo: { cwd: "file:///srv", capabilities: { opId: true } } };
}

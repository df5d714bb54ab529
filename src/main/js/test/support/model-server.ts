import type { Params, WireChunk } from "../../src/wire.js";
import { introduction, FakeServer, type FakeConnection, type Request } from "./fake-server.js";

type Entry = { seq: number } & ({ chunk: WireChunk } | { exitCode: number } | { closed: true });

/** Numbers from 0 to 1, the same for the same seed. */
export function chances(seed: number): () => number {
    let state = seed;
    return () => {
        state = (state + 0x6d2b79f5) | 0;
        let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
        mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
        return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
    };
}

/** A server with one process that echoes what is written to it, and a log of it; a bad line to it. */
export class ModelServer {
    readonly server = new FakeServer();
    /** What the process was told, in order. */
    readonly written: string[] = [];
    starts = 0;
    closes = 0;
    private readonly log: Entry[] = [];
    private readonly done = new Map<string, unknown>();
    private present: FakeConnection | undefined;
    private speaking = false;

    /** @param order whether events are told in their order; other servers' may not be */
    constructor(
        private readonly chance: () => number,
        private readonly order: boolean,
    ) {
        this.server.script = (connection, request) => this.heard(connection, request);
    }

    print(text: string): void {
        const seq = this.log.length + 1;
        const chunk = Buffer.from(text).toString("base64");
        this.add({ seq, chunk: { seq, stream: "stdout", chunk } });
    }

    exit(exitCode: number): void {
        this.add({ seq: this.log.length + 1, exitCode });
    }

    close(): void {
        this.add({ seq: this.log.length + 1, closed: true });
    }

    /** Whatever is on its way in either direction is lost. */
    async cut(): Promise<void> {
        const connection = this.present;
        this.present = undefined;
        this.speaking = false;
        await connection?.end(1006);
    }

    private heard(connection: FakeConnection, request: Request): void {
        if (request.method === "initialize") {
            this.present = connection;
            this.later(connection, () => {
                this.speaking = true;
                connection.receive(request.id, introduction("s"));
            });
            return;
        }
        const name = (request.params["opId"] ?? request.params["writeId"]) as string | undefined;
        const known = name !== undefined && this.done.has(name);
        const result = known ? this.done.get(name) : this.perform(request);
        if (name !== undefined) {
            this.done.set(name, result);
        }
        this.later(connection, () => connection.receive(request.id, result));
    }

    private perform({ method, params }: Request): unknown {
        switch (method) {
            case "process/start":
                this.starts++;
                return { processId: "p" };
            case "process/write":
                this.written.push(Buffer.from(params["chunk"] as string, "base64").toString());
                return { status: "accepted" };
            case "process/closeStdin":
                this.closes++;
                return {};
            case "process/read":
                return this.read(params);
            default:
                return {};
        }
    }

    private read(params: Params): unknown {
        const after = params["afterSeq"] as number;
        const room = params["maxBytes"] as number;
        const chunks: WireChunk[] = [];
        let bytes = 0;
        for (const entry of this.log) {
            if (entry.seq > after && "chunk" in entry) {
                bytes += Buffer.from(entry.chunk.chunk, "base64").length;
                if (chunks.length > 0 && bytes > room) {
                    break;
                }
                chunks.push(entry.chunk);
            }
        }
        const exited = this.log.some(entry => "exitCode" in entry);
        return {
            chunks,
            nextSeq: (chunks.at(-1)?.seq ?? this.log.length) + 1,
            exited,
            exitCode: exited ? 7 : null,
            closed: this.log.some(entry => "closed" in entry),
            failure: null,
            sandboxDenied: false,
        };
    }

    private add(entry: Entry): void {
        this.log.push(entry);
        const connection = this.present;
        if (!connection || !this.speaking) {
            return;
        }
        const tell = (): void => this.tell(connection, entry);
        if (this.order) {
            tell();
        } else {
            this.later(connection, tell);
        }
        // Once in a while the same is told again.
        if (this.chance() < 0.1) {
            this.later(connection, tell);
        }
    }

    private tell(connection: FakeConnection, entry: Entry): void {
        const { seq } = entry;
        if ("chunk" in entry) {
            connection.tell("process/output", { processId: "p", ...entry.chunk });
        } else if ("exitCode" in entry) {
            connection.tell("process/exited", { processId: "p", seq, exitCode: 7, sandboxDenied: false });
        } else {
            connection.tell("process/closed", { processId: "p", seq });
        }
    }

    private later(connection: FakeConnection, action: () => void): void {
        const turns = Math.floor(this.chance() * 4);
        const wait = (left: number): void => {
            if (this.present !== connection) {
                return;
            }
            if (left === 0) {
                action();
            } else {
                setImmediate(() => wait(left - 1));
            }
        };
        setImmediate(() => wait(turns));
    }
}

import { Deferred } from "./deferred.js";
import { Feed, type Chunk, type Exit, type ProcessEvent } from "./feed.js";
import { Input } from "./input.js";
import type { Line } from "./line.js";
import { Outlet } from "./outlet.js";
import type { Digests, ReadAnswer, Size, StreamName } from "./wire.js";

export interface Closed {
    /** What each stream has printed, for a process that was started with `digest`. */
    digests: Digests;
}

/** A process of the client's own session. It goes on through all reconnects. */
export class Process {
    /**
     * Ends when no more output can come. What nobody iterates over is held up to a bound, and then let go and read from
     * the server's log when it is wanted; the server keeps it while its quota lasts, and for a while after the end.
     */
    readonly output: AsyncIterable<Chunk>;

    private readonly outlet: Outlet<Chunk>;
    private readonly feed: Feed;
    private readonly input: Input;
    private readonly exit = new Deferred<Exit>();
    private readonly end = new Deferred<Closed>();
    private dropped = 0;
    private hasClosed = false;

    /**
     * @param afterSeq what was told before it is not told again
     * @param stale whether the process may have printed something already
     * @param closed called when nothing more will be told of it
     */
    constructor(
        readonly id: string,
        private readonly line: Line,
        outputBytes: number,
        afterSeq: number,
        stale: boolean,
        closed: () => void,
    ) {
        this.outlet = new Outlet<Chunk>(() => this.feed.pump());
        this.output = this.outlet;
        this.feed = new Feed(
            this.outlet,
            outputBytes,
            (from, maxBytes) => this.read(from, maxBytes),
            {
                exited: exit => this.exit.resolve(exit),
                closed: digests => {
                    this.hasClosed = true;
                    this.end.resolve({ digests });
                    closed();
                },
                dropped: bytes => {
                    this.dropped = bytes;
                },
                failed: cause => this.lost(cause),
            },
            afterSeq,
            stale,
        );
        this.input = new Input(
            (chunk, writeId) => line.call("process/write", { processId: id, chunk, writeId }),
            () => line.newName(),
        );
    }

    /** Output that the server's log has lost while nobody took it. */
    get droppedBytes(): number {
        return this.dropped;
    }

    /** Whether no more output can come; what there was may not be read yet. */
    get isClosed(): boolean {
        return this.hasClosed;
    }

    /** All output that was not iterated over yet, or that of one stream, as text. */
    async text(stream?: StreamName): Promise<string> {
        const decoders = new Map<StreamName, TextDecoder>();
        let text = "";
        for await (const chunk of this.output) {
            const decoder = decoders.get(chunk.stream) ?? new TextDecoder();
            decoders.set(chunk.stream, decoder);
            if (stream === undefined || chunk.stream === stream) {
                text += decoder.decode(chunk.bytes, { stream: true });
            }
        }
        decoders.forEach(decoder => (text += decoder.decode()));
        return text;
    }

    /** Resolves when the server has it: await it, and a slow process holds its writer up. */
    write(data: string | Uint8Array): Promise<void> {
        return this.input.write(data);
    }

    /** Behind all that was written. */
    closeStdin(): Promise<void> {
        return this.input.behind(() => this.change("process/closeStdin"));
    }

    resize(size: Size): Promise<void> {
        return this.change("process/resize", { rows: size.rows, cols: size.cols });
    }

    /** To the process's group; a name such as TERM or `interrupt`. */
    signal(signal: string): Promise<void> {
        return this.change("process/signal", { signal });
    }

    /** Kills the group at once. Resolves to whether it was still running. */
    async terminate(): Promise<boolean> {
        const params = { processId: this.id };
        return (await this.line.call<{ running: boolean }>("process/terminate", params, { repeat: "named" })).running;
    }

    /** The end of the process itself; output of its children may still come. */
    wait(): Promise<Exit> {
        return this.exit.promise;
    }

    /** When no more output can come. */
    closed(): Promise<Closed> {
        return this.end.promise;
    }

    /** @internal */
    told(event: ProcessEvent): void {
        this.feed.told(event);
    }

    /** @internal */
    resumed(): void {
        this.feed.resumed();
    }

    /** @internal */
    lost(cause: Error): void {
        this.outlet.end(cause);
        this.exit.reject(cause);
        this.end.reject(cause);
    }

    private async change(method: string, params: object = {}): Promise<void> {
        await this.line.call(method, { processId: this.id, ...params }, { repeat: "named" });
    }

    private read(afterSeq: number, maxBytes: number): Promise<ReadAnswer> {
        return this.line.call("process/read", { processId: this.id, afterSeq, maxBytes }, { patient: true });
    }
}

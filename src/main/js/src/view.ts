import { Emitter } from "./emitter.js";
import { ViewEndedError } from "./errors.js";
import { Input } from "./input.js";
import type { Line } from "./line.js";
import { ViewLine } from "./view-line.js";
import { snapshotOf, ViewQueue } from "./view-output.js";
import type { AttachOptions, Snapshot, ViewChunk, ViewEvents } from "./view-types.js";
import type { AttachAnswer, Driver, EndReason, From, Role, ViewMoved, ViewOutput } from "./view-wire.js";
import type { Params, Size } from "./wire.js";

const OUTPUT_BYTES = 2 << 20;

/**
 * A look at a process, whoever has it. It attaches again behind the last output it has taken when the connection was
 * lost; and when its reader is slow, so that neither the client nor the server has to hold what is not read.
 */
export class View {
    readonly output: AsyncIterable<ViewChunk>;

    private readonly queue: ViewQueue;
    private readonly attachment: ViewLine;
    private readonly emitter = new Emitter<ViewEvents>();
    private readonly input: Input;
    private readonly options: AttachOptions;
    private answer!: AttachAnswer;
    private first: Snapshot | null = null;
    private presentDriver: Driver = { viewer: null, label: null };
    private presentSize: Size | null = null;
    private exit: { exitCode: number; signal: string | undefined } | undefined;
    private finished = false;
    private over = false;

    /** @internal */
    constructor(
        line: Line,
        options: AttachOptions,
        private readonly gone: (view: View) => void,
    ) {
        this.options = { role: "observer", ...options };
        this.queue = new ViewQueue(
            options.outputBytes ?? OUTPUT_BYTES,
            () => this.attachment.takeUp(),
            moved => this.emitter.emit("moved", moved),
        );
        this.output = this.queue;
        this.attachment = new ViewLine(
            line.newName(),
            line,
            () => this.attachParams(),
            () => this.queue.lastSeq,
            {
                attached: (answer, again) => this.attached(answer, again),
                refused: cause => this.endedTold("lost", cause),
            },
        );
        this.input = new Input(
            // The server knows the names of the owner's writes from everywhere, of others' from the same attachment.
            (chunk, writeId) =>
                this.attachment.call("view/write", { writeId, chunk }, () => this.answer.level === "owner"),
            () => line.newName(),
        );
    }

    get id(): string {
        return this.attachment.viewId;
    }

    get processId(): string {
        return this.answer.processId;
    }

    /** The public name of the session that has the process. */
    get session(): string {
        return this.answer.session;
    }

    get tty(): boolean {
        return this.answer.tty;
    }

    get command(): string {
        return this.answer.command;
    }

    get startedAtMs(): number {
        return this.answer.startedAtMs;
    }

    get level(): AttachAnswer["level"] {
        return this.answer.level;
    }

    /** The name by which others know this view; another one after each time it was attached again. */
    get viewer(): string {
        return this.answer.viewer;
    }

    get role(): Role {
        return !this.over && this.presentDriver.viewer === this.answer.viewer ? "driver" : "observer";
    }

    get driver(): Driver {
        return this.presentDriver;
    }

    /** Of the terminal, as who drives has it. */
    get size(): Size | null {
        return this.presentSize;
    }

    /** What the output begins with. */
    get snapshot(): Snapshot | null {
        return this.first;
    }

    get running(): boolean {
        return this.exit === undefined && this.answer.running;
    }

    get exitCode(): number | null {
        return this.exit?.exitCode ?? this.answer.exitCode;
    }

    /** Returns what takes the listener away again. */
    on<N extends keyof ViewEvents>(name: N, listener: (event: ViewEvents[N]) => void): () => void {
        return this.emitter.on(name, listener);
    }

    /**
     * Only who drives may write. What was on its way when the connection was lost is written once if the session is the
     * client's own, and otherwise rejects with a ConnectionLostError.
     */
    write(data: string | Uint8Array): Promise<void> {
        return this.input.write(data);
    }

    /** Without effect on the process until this view drives; then the size told last counts. */
    async resize(size: Size): Promise<void> {
        this.options.size = { rows: size.rows, cols: size.cols };
        await this.call("view/resize", { size: this.options.size });
    }

    async signal(signal: string): Promise<void> {
        await this.attachment.call("view/signal", { signal }, () => false);
    }

    /** Resolves to whether it drives now; otherwise who may decide was asked, and `driver` is told if it is granted. */
    async requestDriver(): Promise<boolean> {
        return (await this.call<{ granted: boolean }>("view/requestDriver")).granted;
    }

    /** @param viewer as in `requested` */
    async grantDriver(viewer: string): Promise<void> {
        await this.call("view/grantDriver", { viewer });
    }

    /** For the owner of the session and for operators. */
    async takeDriver(): Promise<void> {
        await this.call("view/takeDriver");
    }

    async releaseDriver(): Promise<void> {
        await this.call("view/releaseDriver");
    }

    detach(): void {
        this.end("detached");
    }

    /** @internal */
    attach(from: From | undefined): Promise<void> {
        return this.attachment.attach(from);
    }

    /** @internal The connection is another one. */
    reattach(): void {
        this.attachment.attachAgain();
    }

    /** @internal */
    disconnected(): void {
        if (!this.finished) {
            this.attachment.disconnected();
        }
    }

    /** @internal */
    outputTold(output: ViewOutput): void {
        if (this.attachment.isAttached && !this.queue.take(output)) {
            this.attachment.letGo();
        }
    }

    /** @internal */
    movedTold(told: ViewMoved): void {
        if (this.attachment.isAttached) {
            this.queue.move(told.afterSeq, told.droppedBytes, told.snapshot);
        }
    }

    /** @internal */
    driverTold(driver: Driver, you: boolean, size: Size | null): void {
        this.presentDriver = driver;
        this.presentSize = size ?? this.presentSize;
        this.options.role = you ? "driver" : "observer";
        this.emitter.emit("driver", { driver, you, size });
    }

    /** @internal */
    requestedTold(viewer: string, label: string | null): void {
        this.emitter.emit("requested", { viewer, label });
    }

    /** @internal */
    exitedTold(seq: number, exitCode: number, signal: string | undefined): void {
        if (this.attachment.isAttached) {
            this.queue.pass(seq);
        }
        if (!this.exit) {
            this.exit = { exitCode, signal };
            this.emitter.emit("exited", this.exit);
        }
    }

    /** @internal No more output will come. */
    closedTold(): void {
        if (this.attachment.isAttached) {
            this.finished = true;
            this.queue.end();
        }
    }

    /** @internal */
    endedTold(reason: EndReason | "lost", cause?: Error): void {
        this.end(reason, cause ?? new ViewEndedError(`the view is over: ${reason}`));
    }

    private attachParams(): Params {
        const { processId, session, share, role, label, size } = this.options;
        return { processId, session, share, role, label, size };
    }

    private attached(answer: AttachAnswer, again: boolean): void {
        this.answer = answer;
        this.presentDriver = answer.driver;
        this.presentSize = answer.size ?? this.presentSize;
        if (!again) {
            this.first = snapshotOf(answer.snapshot);
            this.queue.pass(answer.afterSeq);
            return;
        }
        if (answer.afterSeq > this.queue.lastSeq) {
            this.queue.move(answer.afterSeq, 0, answer.snapshot);
        }
        this.emitter.emit("attached", { role: this.role });
        this.emitter.emit("driver", { driver: answer.driver, you: this.role === "driver", size: answer.size });
    }

    private call<R>(method: string, params: Params = {}): Promise<R> {
        return this.attachment.call<R>(method, params, () => true);
    }

    /** @param cause undefined when the client wants no more of it */
    private end(reason: ViewEvents["ended"]["reason"], cause?: Error): void {
        if (this.over) {
            return;
        }
        this.over = true;
        this.gone(this);
        this.queue.end(cause);
        this.attachment.end(cause ?? new ViewEndedError("the view is detached"));
        this.emitter.emit("ended", { reason });
    }
}

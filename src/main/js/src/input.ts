import { toBase64, toBytes } from "./codec.js";
import { StdinClosedError } from "./errors.js";

/** Of one message. */
const PIECE_BYTES = 256 << 10;
/** What may be on its way to the server. */
const UNANSWERED_BYTES = 1 << 20;
const UNANSWERED = 64;
/** What may wait for that. */
const WAITING_BYTES = 64 << 20;

interface Step {
    bytes: number;
    run(): Promise<void>;
    settle(cause?: Error): void;
}

/** Sends one piece under its name; answers the status. */
export type SendPiece = (chunk: string, writeId: string) => Promise<{ status: string }>;

function requireAccepted(status: string): void {
    if (status !== "accepted") {
        throw new StdinClosedError(
            status === "unknownProcess" ? "there is no such process any more" : "the process takes no input",
        );
    }
}

/** What is written to one process, in order, with a bound on what is under way. */
export class Input {
    private readonly waiting: Step[] = [];
    private waitingBytes = 0;
    private unanswered = 0;
    private unansweredBytes = 0;

    constructor(
        private readonly send: SendPiece,
        private readonly newName: () => string,
    ) {}

    /** Resolves when all of it was accepted. */
    async write(data: string | Uint8Array): Promise<void> {
        const bytes = toBytes(data);
        if (this.waitingBytes > WAITING_BYTES) {
            throw new RangeError(`more than ${WAITING_BYTES} bytes wait to be written; await what was written before`);
        }
        const answers: Promise<void>[] = [];
        for (let from = 0; from < bytes.length; from += PIECE_BYTES) {
            const piece = bytes.slice(from, from + PIECE_BYTES);
            const writeId = this.newName();
            answers.push(
                this.add(piece.length, async () => requireAccepted((await this.send(toBase64(piece), writeId)).status)),
            );
        }
        await Promise.all(answers);
    }

    /** Behind all that was written. */
    behind(run: () => Promise<void>): Promise<void> {
        return this.add(0, run);
    }

    private add(bytes: number, run: () => Promise<void>): Promise<void> {
        return new Promise((resolve, reject) => {
            this.waiting.push({ bytes, run, settle: cause => (cause ? reject(cause) : resolve()) });
            this.waitingBytes += bytes;
            this.pump();
        });
    }

    private pump(): void {
        while (this.unanswered < UNANSWERED && this.unansweredBytes < UNANSWERED_BYTES) {
            const step = this.waiting.shift();
            if (!step) {
                return;
            }
            this.waitingBytes -= step.bytes;
            this.unanswered++;
            this.unansweredBytes += step.bytes;
            step.run().then(
                () => this.answered(step),
                (cause: Error) => this.answered(step, cause),
            );
        }
    }

    private answered(step: Step, cause?: Error): void {
        this.unanswered--;
        this.unansweredBytes -= step.bytes;
        step.settle(cause);
        this.pump();
    }
}

/** A recording in the form asciicast v3, read. */
export interface Recording {
    readonly cols: number;
    readonly rows: number;
    readonly startedAtMs: number | null;
    readonly title: string | null;
    readonly command: string | null;
    readonly events: readonly CastEvent[];
    /** Recorded time of the last event, in seconds. */
    readonly seconds: number;
}

/** `at` is recorded time in seconds from the beginning. */
export type CastEvent =
    | { readonly kind: "output"; readonly at: number; readonly text: string }
    | { readonly kind: "resize"; readonly at: number; readonly cols: number; readonly rows: number }
    | { readonly kind: "marker"; readonly at: number; readonly text: string }
    | { readonly kind: "exit"; readonly at: number; readonly status: number };

/** What is wrong with a recording, and in which line. */
export class BadRecording extends Error {
    constructor(line: number, what: string) {
        super(`line ${line} of the recording: ${what}`);
        this.name = "BadRecording";
    }
}

/** Reads a recording piece by piece, as it comes; pieces may end anywhere. */
export class RecordingReader {
    #header: {
        cols: number;
        rows: number;
        startedAtMs: number | null;
        title: string | null;
        command: string | null;
    } | null = null;
    readonly #events: CastEvent[] = [];
    #at = 0;
    #line = 0;
    #rest = "";

    add(text: string): void {
        const lines = (this.#rest + text).split("\n");
        this.#rest = lines.pop()!;
        for (const line of lines) this.#take(line);
    }

    finish(): Recording {
        if (this.#rest !== "") this.#take(this.#rest);
        this.#rest = "";
        if (this.#header === null) throw new BadRecording(1, "there is no header");
        return { ...this.#header, events: this.#events, seconds: this.#at };
    }

    #take(line: string): void {
        this.#line++;
        if (line.trim() === "" || line.startsWith("#")) return;
        let value: unknown;
        try {
            value = JSON.parse(line);
        } catch {
            throw new BadRecording(this.#line, "it is not JSON");
        }
        if (this.#header === null) this.#takeHeader(value);
        else this.#takeEvent(value);
    }

    #takeHeader(value: unknown): void {
        const header = value as {
            version?: unknown;
            term?: { cols?: unknown; rows?: unknown };
            timestamp?: unknown;
            title?: unknown;
            command?: unknown;
        };
        if (typeof value !== "object" || value === null || header.version !== 3) {
            throw new BadRecording(this.#line, "it is not an asciicast of version 3");
        }
        const cols = header.term?.cols;
        const rows = header.term?.rows;
        if (!isSize(cols) || !isSize(rows)) throw new BadRecording(this.#line, "the header has no size");
        this.#header = {
            cols,
            rows,
            startedAtMs: typeof header.timestamp === "number" ? header.timestamp * 1000 : null,
            title: typeof header.title === "string" ? header.title : null,
            command: typeof header.command === "string" ? header.command : null,
        };
    }

    #takeEvent(value: unknown): void {
        if (!Array.isArray(value) || typeof value[0] !== "number" || typeof value[1] !== "string" || !(value[0] >= 0)) {
            throw new BadRecording(this.#line, "it is not an event");
        }
        this.#at += value[0];
        const at = this.#at;
        const data = String(value[2] ?? "");
        switch (value[1]) {
            case "o":
                this.#events.push({ kind: "output", at, text: data });
                break;
            case "r": {
                const [cols, rows] = data.split("x").map(Number);
                if (!isSize(cols) || !isSize(rows)) throw new BadRecording(this.#line, "the size is not COLSxROWS");
                this.#events.push({ kind: "resize", at, cols, rows });
                break;
            }
            case "m":
                this.#events.push({ kind: "marker", at, text: data });
                break;
            case "x":
                this.#events.push({ kind: "exit", at, status: Number(data) });
                break;
            default: // what was typed, and codes of later versions, show nothing
        }
    }
}

function isSize(value: unknown): value is number {
    return Number.isInteger(value) && (value as number) > 0 && (value as number) <= 10_000;
}

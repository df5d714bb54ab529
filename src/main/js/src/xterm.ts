import type { Process } from "./process.js";
import type { View } from "./view.js";
import type { Snapshot } from "./view-types.js";
import type { Size } from "./wire.js";

/** What is used of a terminal of @xterm/xterm. */
export interface XTerm {
    readonly rows: number;
    readonly cols: number;
    write(data: Uint8Array, callback?: () => void): void;
    reset(): void;
    resize(cols: number, rows: number): void;
    onData(listener: (data: string) => void): { dispose(): void };
    onBinary(listener: (data: string) => void): { dispose(): void };
    onResize(listener: (size: Size) => void): { dispose(): void };
}

export interface AddonOptions {
    /** What went wrong with the output, or with something typed. */
    onError?: (cause: Error) => void;
}

/** What the terminal may have got and not shown yet. */
const MOST_UNSHOWN = 1 << 17;
const FULL_RESET = Uint8Array.of(0x1b, 0x63);
const NOTHING = new Uint8Array(0);

/** Output as fast as the terminal shows it, and input and size the other way. */
class Pipe {
    private readonly disposables: { dispose(): void }[] = [];
    private unshown = 0;
    private wake: (() => void) | undefined;
    private resizing = false;
    private wanted: Size | undefined;
    private disposed = false;

    constructor(
        private readonly terminal: XTerm,
        private readonly source: Pick<Process, "write" | "resize">,
        private readonly failed: (cause: Error) => void,
    ) {
        this.disposables.push(
            terminal.onData(data => this.type(data)),
            terminal.onBinary(data => this.type(Uint8Array.from(data, character => character.charCodeAt(0)))),
            terminal.onResize(size => this.resize(size)),
        );
    }

    async show(output: AsyncIterable<{ bytes: Uint8Array }>): Promise<void> {
        try {
            for await (const { bytes } of output) {
                if (this.disposed) {
                    return;
                }
                this.write(bytes);
                while (this.unshown > MOST_UNSHOWN && !this.disposed) {
                    await new Promise<void>(resolve => (this.wake = resolve));
                }
            }
        } catch (cause) {
            this.report(cause as Error);
        }
    }

    /** @param shown called when the terminal shows it, before it shows anything behind it */
    write(bytes: Uint8Array, shown?: () => void): void {
        this.unshown += bytes.length;
        this.terminal.write(bytes, () => {
            shown?.();
            this.unshown -= bytes.length;
            if (this.unshown <= MOST_UNSHOWN / 2) {
                this.wake?.();
            }
        });
    }

    /** The newest size, one at a time. */
    resize(size: Size): void {
        this.wanted = { rows: size.rows, cols: size.cols };
        if (!this.resizing) {
            this.resizing = true;
            void this.resizeAll();
        }
    }

    dispose(): void {
        this.disposed = true;
        this.disposables.forEach(disposable => disposable.dispose());
        this.wake?.();
    }

    private async resizeAll(): Promise<void> {
        while (this.wanted && !this.disposed) {
            const size = this.wanted;
            this.wanted = undefined;
            await this.source.resize(size).catch((cause: Error) => this.report(cause));
        }
        this.resizing = false;
    }

    private type(data: string | Uint8Array): void {
        this.source.write(data).catch((cause: Error) => this.report(cause));
    }

    private report(cause: Error): void {
        if (!this.disposed) {
            this.failed(cause);
        }
    }
}

/** Shows a process of the client's own in a terminal: `terminal.loadAddon(new ProcessAddon(process))`. */
export class ProcessAddon {
    private pipe: Pipe | undefined;

    constructor(
        private readonly process: Process,
        private readonly options: AddonOptions = {},
    ) {}

    activate(terminal: XTerm): void {
        this.pipe = new Pipe(terminal, this.process, this.options.onError ?? (() => {}));
        this.pipe.resize(terminal);
        void this.pipe.show(this.process.output);
    }

    dispose(): void {
        this.pipe?.dispose();
    }
}

/**
 * Shows a view in a terminal. While another drives the terminal takes the size of who does; what is typed then is
 * reported to `onError`.
 */
export class ViewAddon {
    private pipe: Pipe | undefined;
    private readonly listening: (() => void)[] = [];

    constructor(
        private readonly view: View,
        private readonly options: AddonOptions = {},
    ) {}

    activate(terminal: XTerm): void {
        const { view } = this;
        const source = {
            write: (data: string | Uint8Array) => view.write(data),
            resize: async (size: Size) => (view.role === "driver" ? view.resize(size) : undefined),
        };
        const pipe = new Pipe(terminal, source, this.options.onError ?? (() => {}));
        this.pipe = pipe;
        this.follow(terminal, pipe, view.size);
        this.begin(terminal, pipe, view.snapshot);
        this.listening.push(
            view.on("moved", moved => {
                pipe.write(FULL_RESET);
                this.begin(terminal, pipe, moved.snapshot);
            }),
            view.on("driver", driver => this.follow(terminal, pipe, driver.size)),
        );
        void pipe.show(view.output);
    }

    dispose(): void {
        this.listening.forEach(stop => stop());
        this.pipe?.dispose();
    }

    private begin(terminal: XTerm, pipe: Pipe, snapshot: Snapshot | null): void {
        if (snapshot) {
            this.fit(terminal, pipe, snapshot);
            pipe.write(snapshot.bytes);
        }
    }

    private follow(terminal: XTerm, pipe: Pipe, size: Size | null): void {
        if (this.view.role === "driver") {
            pipe.resize(terminal);
        } else if (size) {
            this.fit(terminal, pipe, size);
        }
    }

    /** When what was written before is shown. */
    private fit(terminal: XTerm, pipe: Pipe, { rows, cols }: Size): void {
        pipe.write(NOTHING, () => {
            if (this.view.role !== "driver" && (rows !== terminal.rows || cols !== terminal.cols)) {
                terminal.resize(cols, rows);
            }
        });
    }
}

import { ConnectionLostError } from "./errors.js";
import { FileHandle } from "./file-handle.js";
import type { Line } from "./line.js";
import { toUri } from "./paths.js";

interface Version {
    size: number;
    modifiedAtMs: number;
}

const BLOCK_BYTES = 1 << 18;

function version(line: Line, path: string, options: object): Promise<Version> {
    return line.call<Version>("fs/getMetadata", { path: toUri(path), ...options });
}

/** Connections that are lost in a row while one block is moved. */
const MOST_ATTEMPTS = 10;

/** A file that is opened again when its connection was lost, if it is still the same. */
class Reopened {
    private handle: FileHandle | undefined;
    private opened: Version | undefined;

    constructor(
        private readonly line: Line,
        private readonly path: string,
        private readonly options: object,
    ) {}

    async read(offset: number, length: number): Promise<{ bytes: Uint8Array; eof: boolean }> {
        for (let attempt = 1; ; attempt++) {
            try {
                this.handle ??= await this.open();
                return await this.handle.readBlock(offset, length);
            } catch (cause) {
                if (!(cause instanceof ConnectionLostError) || attempt >= MOST_ATTEMPTS) {
                    throw cause;
                }
                this.handle = undefined;
            }
        }
    }

    async close(): Promise<void> {
        await this.handle?.close();
    }

    private async open(): Promise<FileHandle> {
        const handle = await FileHandle.open(this.line, this.path, "read", this.options);
        const { size, modifiedAtMs } = await version(this.line, this.path, this.options);
        this.opened ??= { size, modifiedAtMs };
        if (size !== this.opened.size || modifiedAtMs !== this.opened.modifiedAtMs) {
            throw new Error("the file has changed while it was read");
        }
        return handle;
    }
}

export async function* readFrom(
    line: Line,
    path: string,
    options: { from?: number; blockBytes?: number; sandbox?: object },
): AsyncGenerator<Uint8Array, void, undefined> {
    const { from = 0, blockBytes = BLOCK_BYTES, sandbox } = options;
    const file = new Reopened(line, path, { sandbox });
    try {
        for (let offset = from; ; ) {
            const { bytes, eof } = await file.read(offset, blockBytes);
            offset += bytes.length;
            if (bytes.length > 0) {
                yield bytes;
            }
            if (eof) {
                return;
            }
        }
    } finally {
        file.close().catch(() => {});
    }
}

/** Writes a file in blocks, from its beginning again when the connection was lost. */
export async function writeAll(line: Line, path: string, bytes: Uint8Array, options: object): Promise<void> {
    for (let attempt = 1; ; attempt++) {
        try {
            const handle = await FileHandle.open(line, path, "replace", options);
            for (let from = 0; from < bytes.length; from += BLOCK_BYTES) {
                await handle.writeBlock(from, bytes.subarray(from, from + BLOCK_BYTES));
            }
            await handle.close();
            return;
        } catch (cause) {
            if (!(cause instanceof ConnectionLostError) || attempt >= MOST_ATTEMPTS) {
                throw cause;
            }
        }
    }
}

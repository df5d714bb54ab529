import { fromBase64, toBase64 } from "./codec.js";
import { ConnectionLostError } from "./errors.js";
import type { Line } from "./line.js";
import { toUri } from "./paths.js";

export interface Block {
    bytes: Uint8Array;
    /** Whether fewer bytes came than were asked for. */
    eof: boolean;
}

/** An open file. It ends with its connection: then its calls fail with a ConnectionLostError. */
export class FileHandle {
    private epoch = 0;

    private constructor(
        private readonly line: Line,
        private readonly handleId: string,
    ) {}

    static async open(line: Line, path: string, mode: "read" | "replace", options: object): Promise<FileHandle> {
        const handle = new FileHandle(line, line.newName());
        const params = { handleId: handle.handleId, path: toUri(path), mode, ...options };
        await line.call("fs/open", params, { repeat: "never", first: () => (handle.epoch = line.epoch) });
        return handle;
    }

    /** 1 to 1,048,576 bytes. A read that fails closes the handle. */
    async readBlock(offset: number, length: number): Promise<Block> {
        const block = await this.call<{ chunk: string; eof: boolean }>("fs/readBlock", { offset, len: length });
        return { bytes: fromBase64(block.chunk), eof: block.eof };
    }

    /** 1 to 1,048,576 bytes. */
    async writeBlock(offset: number, bytes: Uint8Array): Promise<void> {
        await this.call("fs/writeBlock", { offset, chunk: toBase64(bytes) });
    }

    async close(): Promise<void> {
        await this.call("fs/close", {});
    }

    private async call<R>(method: string, params: object): Promise<R> {
        try {
            return await this.line.call<R>(method, { handleId: this.handleId, ...params }, { repeat: "never" });
        } catch (cause) {
            // Another connection knows nothing of the handle.
            throw this.epoch === this.line.epoch ? cause : new ConnectionLostError(`${method}: the file is closed`);
        }
    }
}

import { fromBase64, toBase64, toBytes } from "./codec.js";
import { readFrom, writeAll } from "./file-streams.js";
import { FileHandle } from "./file-handle.js";
import type { Line } from "./line.js";
import { toPath, toUri } from "./paths.js";
import { Watches, type Watch } from "./watch.js";
import type { Params } from "./wire.js";

export interface Sandboxed {
    /** As in the protocol. */
    sandbox?: object;
}

export interface Followed extends Sandboxed {
    /** With false a link anywhere in the path is an error; true. */
    followSymlinks?: boolean;
}

export interface WriteOptions extends Followed {
    /** Written beside the file and put into its place in one step; false. */
    atomic?: boolean;
    /** What the file has to be now: 64 hex digits, or `missing`. */
    expectedSha256?: string;
}

export interface RemoveOptions extends Followed {
    /** true */
    recursive?: boolean;
    /** true: nothing there is no error. */
    force?: boolean;
}

export interface FileStatus {
    isDirectory: boolean;
    isFile: boolean;
    isSymlink: boolean;
    size: number;
    /** 0: unknown. */
    createdAtMs: number;
    modifiedAtMs: number;
}

export interface DirectoryEntry {
    fileName: string;
    isDirectory: boolean;
    isFile: boolean;
}

export interface StreamOptions extends Sandboxed {
    /** 0 */
    from?: number;
    /** 262,144; 1,048,576 at most. */
    blockBytes?: number;
}

export interface WalkOptions extends Sandboxed {
    /** 64 */
    maxDepth?: number;
    /** 10,000 */
    maxDirectories?: number;
    /** 50,000 */
    maxEntries?: number;
    followDirectorySymlinks?: boolean;
    pruneHiddenDirectories?: boolean;
}

export interface Walked {
    entries: { path: string; kind: string }[];
    errors: { path: string; message: string }[];
    truncated: boolean;
}

const WHOLE_TREE = { maxDepth: 64, maxDirectories: 10_000, maxEntries: 50_000, followDirectorySymlinks: false };

/** What is longer is written in blocks. */
const LONGEST_MESSAGE = 8 << 20;

/** Files of the session's machine. Paths are `/like/this` or `file:` URIs. */
export class Files {
    private readonly watches: Watches;

    constructor(private readonly line: Line) {
        this.watches = new Watches(line);
    }

    async readFile(path: string, options: Followed = {}): Promise<Uint8Array> {
        const answer = await this.read<{ dataBase64: string }>("fs/readFile", { path: toUri(path), ...options });
        return fromBase64(answer.dataBase64);
    }

    async readTextFile(path: string, options: Followed = {}): Promise<string> {
        return new TextDecoder().decode(await this.readFile(path, options));
    }

    /** In place, unless `atomic`. More than 8 MiB is written in blocks, then neither atomically nor on condition. */
    async writeFile(path: string, data: string | Uint8Array, options: WriteOptions = {}): Promise<void> {
        const bytes = toBytes(data);
        if (bytes.length <= LONGEST_MESSAGE) {
            await this.change("fs/writeFile", { path: toUri(path), dataBase64: toBase64(bytes), ...options });
            return;
        }
        const { sandbox, ...others } = options;
        if (Object.values(others).some(value => value !== undefined)) {
            throw new RangeError(`more than ${LONGEST_MESSAGE} bytes can be written without options only`);
        }
        await writeAll(this.line, path, bytes, { sandbox });
    }

    stat(path: string, options: Followed = {}): Promise<FileStatus> {
        return this.read("fs/getMetadata", { path: toUri(path), ...options });
    }

    /** The path without links. */
    async realPath(path: string, options: Sandboxed = {}): Promise<string> {
        return toPath((await this.read<{ path: string }>("fs/canonicalize", { path: toUri(path), ...options })).path);
    }

    async readDirectory(path: string, options: Sandboxed = {}): Promise<DirectoryEntry[]> {
        const params = { path: toUri(path), ...options };
        return (await this.read<{ entries: DirectoryEntry[] }>("fs/readDirectory", params)).entries;
    }

    /** With its parents, unless `recursive` is false. */
    createDirectory(path: string, options: Followed & { recursive?: boolean } = {}): Promise<void> {
        return this.change("fs/createDirectory", { path: toUri(path), ...options });
    }

    remove(path: string, options: RemoveOptions = {}): Promise<void> {
        return this.change("fs/remove", { path: toUri(path), ...options });
    }

    copy(from: string, to: string, options: Sandboxed & { recursive?: boolean } = {}): Promise<void> {
        return this.change("fs/copy", { ...fromTo(from, to), recursive: false, ...options });
    }

    rename(from: string, to: string, options: Sandboxed & { replace?: boolean } = {}): Promise<void> {
        return this.change("fs/rename", { ...fromTo(from, to), ...options });
    }

    async walk(path: string, options: WalkOptions = {}): Promise<Walked> {
        const { sandbox, ...others } = options;
        const walked = await this.read<Walked>("fs/walk", {
            path: toUri(path),
            options: { ...WHOLE_TREE, ...others },
            sandbox,
        });
        const plain = <E extends { path: string }>(entry: E): E => ({ ...entry, path: toPath(entry.path) });
        return { ...walked, entries: walked.entries.map(plain), errors: walked.errors.map(plain) };
    }

    /** `replace` empties the file at once, or makes it. */
    open(path: string, mode: "read" | "replace", options: Sandboxed = {}): Promise<FileHandle> {
        return FileHandle.open(this.line, path, mode, options);
    }

    /** A file of any size, piece by piece. Goes on after a reconnect, unless the file has changed. */
    readStream(path: string, options: StreamOptions = {}): AsyncIterable<Uint8Array> {
        return readFrom(this.line, path, options);
    }

    /** Changes below a directory, or of a file, until it is closed. Goes on after a reconnect, with `overflow`. */
    watch(path: string, options: Sandboxed & { recursive?: boolean } = {}): Promise<Watch> {
        return this.watches.open(path, options);
    }

    private read<R>(method: string, params: Params): Promise<R> {
        return this.line.call<R>(method, params);
    }

    private async change(method: string, params: Params): Promise<void> {
        await this.line.call(method, params, { repeat: "named" });
    }
}

function fromTo(from: string, to: string): Params {
    return { sourcePath: toUri(from), destinationPath: toUri(to) };
}

import type { Driver, EndReason, From, Role } from "./view-wire.js";
import type { Size, StreamName } from "./wire.js";

export interface ViewChunk {
    seq: number;
    stream: StreamName;
    bytes: Uint8Array;
    /** When it was printed. */
    timeMs: number;
}

/** What makes an empty terminal of this size show what the process's own shows. */
export interface Snapshot {
    bytes: Uint8Array;
    rows: number;
    cols: number;
}

/** Output behind `afterSeq` follows; what was between is not there any more, but for what the snapshot shows. */
export interface Moved {
    afterSeq: number;
    droppedBytes: number;
    snapshot: Snapshot | null;
}

export interface ViewEvents {
    driver: { driver: Driver; you: boolean; size: Size | null };
    /** Somebody would like to drive. */
    requested: { viewer: string; label: string | null };
    /** Told when the reader of the output gets there. */
    moved: Moved;
    exited: { exitCode: number; signal: string | undefined };
    ended: { reason: EndReason | "detached" | "lost" };
    /** Attached again after a reconnect, or after a reader that was slow. */
    attached: { role: Role };
}

export interface AttachOptions {
    /** By default that of the share. */
    processId?: string;
    /** The public name of the session that has the process; by default the client's own, or that of the share. */
    session?: string;
    /** The token of a share. */
    share?: string;
    role?: Role;
    label?: string;
    from?: From;
    size?: Size;
    /** How much output may wait to be read; 2 MiB. */
    outputBytes?: number;
}

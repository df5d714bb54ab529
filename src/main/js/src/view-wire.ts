import type { Size, StreamName } from "./wire.js";

export type Role = "observer" | "driver";

/** Where a view begins: at the screen as it is, behind an event, or at a time. */
export type From = { screen: true } | { seq: number } | { timeMs: number };

/** `viewer` null: the session that owns the process drives. */
export interface Driver {
    viewer: string | null;
    label: string | null;
}

export interface WireSnapshot {
    dataBase64: string;
    rows: number;
    cols: number;
}

export interface AttachAnswer {
    viewId: string;
    session: string;
    processId: string;
    tty: boolean;
    command: string;
    role: Role;
    level: "owner" | "operator" | "share";
    driver: Driver;
    viewer: string;
    size: Size | null;
    snapshot: WireSnapshot | null;
    afterSeq: number;
    running: boolean;
    exitCode: number | null;
    startedAtMs: number;
}

export interface ViewOutput {
    viewId: string;
    seq: number;
    stream: StreamName;
    chunk: string;
    timeMs: number;
}

export interface ViewExited {
    viewId: string;
    seq: number;
    exitCode: number;
    signal?: string;
}

export interface ViewMoved {
    viewId: string;
    afterSeq: number;
    droppedBytes: number;
    snapshot: WireSnapshot | null;
}

export interface ViewDriver {
    viewId: string;
    driver: Driver;
    you: boolean;
    size: Size | null;
}

export interface ViewRequested {
    viewId: string;
    viewer: string;
    label: string | null;
}

export type EndReason = "revoked" | "expired" | "process" | "worker" | "session";

export interface ViewEnded {
    viewId: string;
    reason: EndReason;
}

import type { Line } from "./line.js";
import type { Role } from "./view-wire.js";

export interface ShareOptions {
    processId: string;
    /** The public name of the session that has the process; by default the client's own. */
    session?: string;
    role: Role;
    /** 1 hour; 24 at most. */
    ttlMs?: number;
}

export interface CreatedShare {
    shareId: string;
    /** The secret, told once. */
    share: string;
    expiresAtMs: number;
}

export interface ShareStatus {
    shareId: string;
    processId: string;
    role: Role;
    expiresAtMs: number;
    views: number;
}

/** Secrets that open one process to whoever has them. */
export class Shares {
    constructor(private readonly line: Line) {}

    create(options: ShareOptions): Promise<CreatedShare> {
        return this.line.call("share/create", { ...options }, { repeat: "never" });
    }

    async list(options: { processId?: string; session?: string } = {}): Promise<ShareStatus[]> {
        return (await this.line.call<{ shares: ShareStatus[] }>("share/list", { ...options })).shares;
    }

    /** Its views end at once. */
    async revoke(shareId: string, options: { session?: string } = {}): Promise<void> {
        await this.line.call("share/revoke", { shareId, ...options });
    }
}

/** A member of the cluster; what does not apply to its role is left out. */
export interface NodeStatus {
    name: string;
    role: "gateway" | "worker" | "single" | "all";
    version: string;
    labels?: string[];
    state: "live" | "draining" | "silent";
    sessions?: number;
    capacity?: number;
    loadPercent?: number;
    connections?: number;
}

export interface SessionProcess {
    processId: string;
    command: string;
    cwd: string;
    tty: boolean;
    running: boolean;
    exitCode: number | null;
    startedAtMs: number;
    endedAtMs: number | null;
    viewers: number;
    outputBytes: number;
}

export interface SessionStatus {
    /** The public name. */
    session: string;
    worker: string;
    gateway: string | null;
    ageMs: number;
    own: boolean;
    processes: SessionProcess[];
}

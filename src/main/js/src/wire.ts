/** Messages as they are on the wire. */
export type Params = Record<string, unknown>;

export interface Failure {
    code: number;
    message: string;
}

export interface Incoming {
    id?: number | string;
    method?: string;
    params?: Params;
    result?: unknown;
    error?: Failure;
}

export interface Size {
    rows: number;
    cols: number;
}

export type StreamName = "stdout" | "stderr" | "pty";

export interface WireChunk {
    seq: number;
    stream: StreamName;
    chunk: string;
}

export interface Digest {
    bytes: number;
    sha256: string;
}

export type Digests = Partial<Record<StreamName, Digest>>;

export interface ReadAnswer {
    chunks: WireChunk[];
    nextSeq: number;
    exited: boolean;
    exitCode: number | null;
    closed: boolean;
    failure: string | null;
    sandboxDenied: boolean;
    signal?: string;
    verdict?: Verdict;
    droppedBytes?: number;
    streams?: Digests;
}

export type Verdict = "oom" | "pids" | "cpu" | "fileSize" | "outputQuota" | "timeout";

export interface EnvironmentInfo {
    cwd?: string;
    userHomeDir?: string;
    tempDir?: string;
    platformOs?: string;
    executorVersion?: string;
    shell?: unknown;
    capabilities?: Record<string, boolean>;
    sandbox?: { mechanism: string; detail: string };
    [member: string]: unknown;
}

/** Both are null for a client that has but a share. */
export interface InitializeAnswer {
    sessionId?: string | null;
    environmentInfo?: EnvironmentInfo | null;
}

import { toUri } from "./paths.js";
import { Process } from "./process.js";
import type { Exit, ProcessEvent } from "./feed.js";
import type { Line } from "./line.js";
import type { Digests, EnvironmentInfo, Params, Size, Verdict, WireChunk } from "./wire.js";

export interface Limits {
    memoryBytes?: number;
    processes?: number;
    cpuSeconds?: number;
    openFiles?: number;
    fileBytes?: number;
    outputBytes?: number;
}

export interface EnvironmentPolicy {
    inherit: "all" | "core" | "none";
    ignoreDefaultExcludes: boolean;
    exclude: string[];
    set: Record<string, string>;
    includeOnly: string[];
}

export interface StartOptions {
    /** The program and its arguments, or a line for `/bin/sh`. */
    command: string | string[];
    /** A path on the server; by default the server's own folder. */
    cwd?: string;
    /** Laid over the environment of the policy. */
    env?: Record<string, string>;
    /** By default the server's whole environment; null for nothing but `env`. */
    envPolicy?: EnvironmentPolicy | null;
    /** A terminal, of the size if there is one. */
    tty?: boolean | Size;
    size?: Size;
    /** Whether there is a stdin to write to, where there is no terminal; false. */
    pipeStdin?: boolean;
    arg0?: string;
    /** As in the protocol. */
    sandbox?: object;
    limits?: Limits;
    timeoutMs?: number;
    /** Whether the end tells a digest of each stream; false. */
    digest?: boolean;
    /** By default a name of the client's own. */
    processId?: string;
    /** How much output may wait to be read; by default that of the client. */
    outputBytes?: number;
}

export interface ProcessStatus {
    processId: string;
    pid: number;
    tty: boolean;
    exited: boolean;
    exitCode: number | null;
    closed: boolean;
    nextSeq: number;
}

const WHOLE_ENVIRONMENT: EnvironmentPolicy = {
    inherit: "all",
    ignoreDefaultExcludes: true,
    exclude: [],
    set: {},
    includeOnly: [],
};

interface Exited {
    seq: number;
    exitCode: number;
    signal?: string;
    verdict?: Verdict;
    sandboxDenied: boolean;
}

function exitOf({ exitCode, signal, verdict, sandboxDenied }: Exited): Exit {
    return { exitCode, signal, verdict, sandboxDenied };
}

/** The client's own session and its processes. */
export class Session {
    private readonly processesById = new Map<string, Process>();

    constructor(
        private readonly line: Line,
        private readonly outputBytes: number,
    ) {
        this.on<WireChunk>("process/output", chunk => ({ kind: "output", ...chunk }));
        this.on<Exited>("process/exited", exited => ({ kind: "exited", seq: exited.seq, exit: exitOf(exited) }));
        this.on<{ seq: number; streams?: Digests }>("process/closed", closed => ({
            kind: "closed",
            seq: closed.seq,
            digests: closed.streams ?? {},
        }));
        line.add({
            attached: () => this.processesById.forEach(process => process.resumed()),
            lost: cause => this.lost(cause),
        });
    }

    /** A secret: whoever has it can resume the session. Undefined for a client that only has a share. */
    get id(): string | undefined {
        return this.line.sessionId;
    }

    /** The machine that the session is on. */
    get environment(): EnvironmentInfo {
        return this.line.environment;
    }

    async start(options: StartOptions): Promise<Process> {
        const processId = options.processId ?? this.line.newName();
        if (this.processesById.has(processId)) {
            throw new RangeError(`there is a process ${processId}`);
        }
        const process = this.known(processId, options.outputBytes, 0, false);
        try {
            await this.line.call("process/start", startParams(processId, options, this.environment), {
                repeat: "named",
            });
        } catch (cause) {
            this.processesById.delete(processId);
            process.lost(cause as Error);
            throw cause;
        }
        return process;
    }

    /**
     * A process of the session that was started before, by this client or by one that had the session until now.
     *
     * @param afterSeq the number of the last chunk that is of no interest
     */
    process(processId: string, options: { afterSeq?: number; outputBytes?: number } = {}): Process {
        const known = this.processesById.get(processId);
        if (known) {
            return known;
        }
        const process = this.known(processId, options.outputBytes, options.afterSeq ?? 0, true);
        process.resumed();
        return process;
    }

    async processes(): Promise<ProcessStatus[]> {
        return (await this.line.call<{ processes: ProcessStatus[] }>("process/list")).processes;
    }

    private known(processId: string, outputBytes: number | undefined, afterSeq: number, stale: boolean): Process {
        const bound = outputBytes ?? this.outputBytes;
        const process: Process = new Process(processId, this.line, bound, afterSeq, stale, () => {
            if (this.processesById.get(processId) === process) {
                this.processesById.delete(processId);
            }
        });
        this.processesById.set(processId, process);
        return process;
    }

    private on<P>(method: string, event: (params: P) => ProcessEvent): void {
        this.line.on(method, params => {
            const processId = params["processId"] as string | undefined;
            if (processId !== undefined) {
                this.processesById.get(processId)?.told(event(params as P));
            }
        });
    }

    private lost(cause: Error): void {
        const all = [...this.processesById.values()];
        this.processesById.clear();
        all.forEach(process => process.lost(cause));
    }
}

function startParams(processId: string, options: StartOptions, environment: EnvironmentInfo): Params {
    const { command, cwd, env = {}, envPolicy = WHOLE_ENVIRONMENT, tty = false } = options;
    const { arg0, sandbox, limits, timeoutMs, digest } = options;
    const size = options.size ?? (typeof tty === "object" ? tty : undefined);
    return {
        processId,
        argv: typeof command === "string" ? ["/bin/sh", "-c", command] : command,
        cwd: cwd === undefined ? (environment.cwd ?? "file:///") : toUri(cwd),
        env,
        tty: tty !== false,
        pipeStdin: options.pipeStdin ?? false,
        ...(envPolicy === null ? {} : { envPolicy }),
        ...Object.fromEntries(
            Object.entries({ size, arg0, sandbox, limits, timeoutMs, digest }).filter(entry => entry[1] !== undefined),
        ),
    };
}

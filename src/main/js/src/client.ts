import type { NodeStatus, SessionStatus } from "./cluster.js";
import { Files } from "./files.js";
import { Http } from "./http.js";
import type { Line } from "./line.js";
import { Session } from "./session.js";
import { Shares } from "./shares.js";
import { Views } from "./views.js";
import type { Params } from "./wire.js";

export interface ExportOptions {
    /** By default that of the share. */
    processId?: string;
    /** The public name of the session that has the process; by default the client's own, or that of the share. */
    session?: string;
    /** The token of a share. */
    share?: string;
}

/** A client and all it can do. */
export class Client {
    readonly session: Session;
    readonly files: Files;
    readonly http: Http;
    readonly views: Views;
    readonly shares: Shares;

    /** @internal */
    constructor(
        private readonly line: Line,
        outputBytes: number,
    ) {
        this.session = new Session(line, outputBytes);
        this.files = new Files(line);
        this.http = new Http(line);
        this.views = new Views(line);
        this.shares = new Shares(line);
    }

    /** The members of the cluster; for operators. */
    async nodes(): Promise<NodeStatus[]> {
        return (await this.line.call<{ nodes: NodeStatus[] }>("node/list")).nodes;
    }

    /** The sessions of the cluster for operators, for others their own. */
    async sessions(): Promise<SessionStatus[]> {
        return (await this.line.call<{ sessions: SessionStatus[] }>("session/list")).sessions;
    }

    /** What a process has printed, and when, as the text of an asciicast v3 file. */
    async *export(options: ExportOptions): AsyncGenerator<string, void, undefined> {
        let cursor: string | null = null;
        do {
            const params: Params = { ...options, ...(cursor === null ? {} : { cursor }) };
            const page: { text: string; next: string | null } = await this.line.call("process/export", params);
            yield page.text;
            cursor = page.next;
        } while (cursor !== null);
    }

    /** Any method of the protocol. `repeat`: again on the next connection if this one ends before the answer. */
    call<R>(method: string, params: Params = {}, options: { repeat?: boolean } = {}): Promise<R> {
        return this.line.call<R>(method, params, { repeat: options.repeat === true ? "always" : "never" });
    }

    /** Ends the connection for good. The session and its processes are kept by the server for a while. */
    close(): void {
        this.line.close();
    }
}

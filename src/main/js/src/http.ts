import { decodedLength, fromBase64, toBase64, toBytes } from "./codec.js";
import { ConnectionLostError } from "./errors.js";
import type { Line } from "./line.js";
import { Outlet } from "./outlet.js";

export interface HttpHeader {
    name: string;
    value: string;
    /** A variable of the server, whose content is put behind the value. */
    valueEnvVar?: string;
}

export interface HttpRequest {
    /** GET */
    method?: string;
    url: string;
    headers?: HttpHeader[] | Record<string, string>;
    body?: string | Uint8Array;
    timeoutMs?: number;
    /** `follow` */
    redirect?: "follow" | "stop";
}

export interface HttpResponse {
    status: number;
    headers: HttpHeader[];
    body: Uint8Array;
    text(): string;
}

export interface HttpStream {
    status: number;
    headers: HttpHeader[];
    /** One that is not read is cancelled when 16 MiB wait: the server cannot be held up for one request. */
    body: AsyncIterable<Uint8Array>;
    cancel(): Promise<void>;
}

interface Answer {
    status: number;
    headers: HttpHeader[];
    bodyBase64?: string;
}

interface BodyDelta {
    requestId: string;
    seq: number;
    deltaBase64: string;
    done: boolean;
    error: string | null;
}

const MOST_BYTES = 16 << 20;

/** HTTP requests made by the server. They end with the connection: whether one was done is not known then. */
export class Http {
    private readonly bodies = new Map<string, Outlet<Uint8Array>>();

    constructor(private readonly line: Line) {
        line.on("http/request/bodyDelta", params => this.told(params as unknown as BodyDelta));
        line.add({
            detached: () => this.end(new ConnectionLostError("the connection was lost before the body's end")),
            lost: cause => this.end(cause),
        });
    }

    async request(request: HttpRequest): Promise<HttpResponse> {
        const params = this.params(request, this.line.newName(), false);
        const answer = await this.line.call<Answer>("http/request", params, { repeat: "never" });
        const body = fromBase64(answer.bodyBase64 ?? "");
        return {
            status: answer.status,
            headers: answer.headers,
            body,
            text: () => new TextDecoder().decode(body),
        };
    }

    /** The answer as soon as its headers are there. */
    async stream(request: HttpRequest): Promise<HttpStream> {
        const requestId = this.line.newName();
        const body = new Outlet<Uint8Array>(() => {});
        this.bodies.set(requestId, body);
        try {
            const params = this.params(request, requestId, true);
            const { status, headers } = await this.line.call<Answer>("http/request", params, { repeat: "never" });
            return { status, headers, body, cancel: () => this.cancel(requestId) };
        } catch (cause) {
            this.bodies.delete(requestId);
            throw cause;
        }
    }

    private async cancel(requestId: string): Promise<void> {
        if (this.bodies.has(requestId)) {
            await this.line.call("http/cancel", { requestId }, { repeat: "never" });
        }
    }

    private params(request: HttpRequest, requestId: string, streamResponse: boolean): Record<string, unknown> {
        const { method = "GET", url, headers = [], body, timeoutMs, redirect } = request;
        return {
            method,
            url,
            requestId,
            streamResponse,
            headers: Array.isArray(headers)
                ? headers
                : Object.entries(headers).map(([name, value]) => ({ name, value })),
            ...(body === undefined ? {} : { bodyBase64: toBase64(toBytes(body)) }),
            ...(timeoutMs === undefined ? {} : { timeoutMs }),
            ...(redirect === undefined ? {} : { redirectPolicy: redirect }),
        };
    }

    private told(delta: BodyDelta): void {
        const body = this.bodies.get(delta.requestId);
        if (!body) {
            return;
        }
        if (body.bytes + decodedLength(delta.deltaBase64) > MOST_BYTES) {
            this.cancel(delta.requestId).catch(() => {});
            this.bodies.delete(delta.requestId);
            body.end(new RangeError(`more than ${MOST_BYTES} bytes of the body were not read`));
        } else if (delta.done) {
            this.bodies.delete(delta.requestId);
            body.end(delta.error === null ? undefined : new Error(delta.error));
        } else {
            const bytes = fromBase64(delta.deltaBase64);
            body.put(bytes, bytes.length);
        }
    }

    private end(cause: Error): void {
        const bodies = [...this.bodies.values()];
        this.bodies.clear();
        bodies.forEach(body => body.end(cause));
    }
}

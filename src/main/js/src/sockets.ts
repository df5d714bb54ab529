import { inBrowser } from "./addresses.js";
import { ConnectError } from "./errors.js";

/** What is used of a WebSocket: the browsers', Node's, or that of `ws`. */
export interface WebSocketLike {
    binaryType: string;
    send(data: string): void;
    close(code?: number, reason?: string): void;
    addEventListener(type: string, listener: (event: never) => void): void;
}

export type WebSocketConstructor = new (url: string, protocols?: never, options?: never) => WebSocketLike;

type AnyConstructor = new (url: string, protocols?: unknown, options?: unknown) => WebSocketLike;

export interface SocketRequest {
    url: string;
    protocols: string[];
    headers: Record<string, string>;
}

/** In a variable, so that bundlers for browsers do not look for it. */
const PACKAGE = "ws";

async function constructorOf(given: WebSocketConstructor | undefined): Promise<AnyConstructor> {
    const known = given ?? (globalThis as { WebSocket?: WebSocketConstructor }).WebSocket;
    if (known) {
        return known as unknown as AnyConstructor;
    }
    try {
        return ((await import(/* @vite-ignore */ PACKAGE)) as { WebSocket: AnyConstructor }).WebSocket;
    } catch {
        const remedy = "install the package ws, or pass the option WebSocket";
        throw new ConnectError(`there is no WebSocket here: ${remedy}`, true);
    }
}

/** Headers are for Node only, where the global WebSocket takes them in place of the protocols, and `ws` behind them. */
export async function openSocket(
    request: SocketRequest,
    given: WebSocketConstructor | undefined,
): Promise<WebSocketLike> {
    const Socket = await constructorOf(given);
    const { url, protocols, headers } = request;
    if (inBrowser()) {
        return new Socket(url, protocols);
    }
    if ((Socket as unknown) === (globalThis as { WebSocket?: unknown }).WebSocket) {
        return new Socket(url, { protocols, headers });
    }
    return new Socket(url, protocols, { headers, perMessageDeflate: false });
}

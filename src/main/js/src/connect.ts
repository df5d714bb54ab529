import type { DoorName } from "./addresses.js";
import { Client } from "./client.js";
import { systemClock, type Clock } from "./clock.js";
import type { SilenceOptions } from "./connection.js";
import type { Doorway } from "./door.js";
import { doorway, type Token } from "./doorways.js";
import { shielded } from "./emitter.js";
import { Line } from "./line.js";
import type { ConnectionState } from "./line-types.js";
import type { ReconnectOptions } from "./reconnect.js";
import type { WebSocketConstructor } from "./sockets.js";

export interface ConnectOptions {
    /** A capability token, a JWT or a share. A function is asked at each connection. */
    token?: Token;
    /** `websocket`; `bridge` is the event-bus door. */
    door?: DoorName;
    /** How the WebSocket door is told the token: by default a header, and in browsers a subprotocol. */
    authentication?: "header" | "subprotocol";
    /** By default the global one, else that of the package `ws`. */
    WebSocket?: WebSocketConstructor;
    /** `execbus.js` */
    clientName?: string;
    /** The id of a session to take up in place of a new one. */
    sessionId?: string;
    /** False: the session is lost with its first connection. */
    reconnect?: ReconnectOptions | false;
    silence?: SilenceOptions;
    /** For one attempt to connect; 10,000. */
    connectTimeoutMs?: number;
    /** For the answer to `initialize`, which may wait for a worker; 20,000. */
    initializeTimeoutMs?: number;
    /** The longest message that is sent; 15 MiB, as servers take frames of 16. */
    messageBytes?: number;
    /** How much output of one process may wait to be read; 1 MiB. */
    outputBytes?: number;
    onState?: (state: ConnectionState) => void;
}

const OUTPUT_BYTES = 1 << 20;
const MESSAGE_BYTES = 15 << 20;

/**
 * Connects and begins a session. A URL may name an environment by its path: `wss://exec.example.org/environments/gpu`.
 * Rejects with a ConnectError, or with the RpcError of a server that gives no session.
 */
export async function connect(url: string, options: ConnectOptions = {}): Promise<Client> {
    const settings = {
        url,
        door: options.door,
        token: options.token,
        authentication: options.authentication,
        WebSocket: options.WebSocket,
        connectTimeoutMs: options.connectTimeoutMs ?? 10_000,
        messageBytes: options.messageBytes ?? MESSAGE_BYTES,
    };
    return connectBy(doorway(settings, systemClock), systemClock, options);
}

/** @internal */
export async function connectBy(doors: Doorway, clock: Clock, options: ConnectOptions): Promise<Client> {
    const { onState } = options;
    const line = new Line(
        doors,
        {
            clientName: options.clientName ?? "execbus.js",
            sessionId: options.sessionId,
            reconnect: options.reconnect ?? {},
            silence: options.silence ?? {},
            initializeTimeoutMs: options.initializeTimeoutMs ?? 20_000,
            onState: state => onState && shielded(onState, state),
        },
        clock,
    );
    const client = new Client(line, options.outputBytes ?? OUTPUT_BYTES);
    await line.open();
    return client;
}

import { doorAddress, inBrowser, type DoorName } from "./addresses.js";
import type { Clock } from "./clock.js";
import type { Door, DoorEvents, Doorway, End } from "./door.js";
import { ConnectError } from "./errors.js";
import { openSocket, type WebSocketConstructor, type WebSocketLike } from "./sockets.js";
import type { Incoming } from "./wire.js";

export type Token = string | (() => string | Promise<string>);

export interface DoorSettings {
    url: string;
    door: DoorName | undefined;
    token: Token | undefined;
    /** How a WebSocket is told the token; by default a header where there can be one. */
    authentication: "header" | "subprotocol" | undefined;
    WebSocket: WebSocketConstructor | undefined;
    connectTimeoutMs: number;
    /** Frames above it would end the connection without a word. */
    messageBytes: number;
}

/** How the messages of a door are wrapped. */
export interface Wrapping {
    /** What is sent first. */
    greeting: string[];
    wrap(message: object): string;
    /** Undefined for what is no message of ours; an End for what ends the connection. */
    unwrap(frame: unknown): Incoming | End | undefined;
}

export interface Entrance {
    url: string;
    protocols: string[];
    headers: Record<string, string>;
    wrapping: Wrapping;
}

/** Close codes that another connection would be closed with as well. */
const UNAUTHENTICATED = 1008;
const NOT_TEXT = 1007;
const FATAL_CODES = new Set([1002, NOT_TEXT, UNAUTHENTICATED]);
const REFUSED = /(?:response|status)[^0-9]*(4[0-9][0-9])/;
/** What a subprotocol may not have, and what that is written with. */
const NOT_IN_SUBPROTOCOLS = /[^A-Za-z0-9!#$&'*+.^_`|~-]/g;

const plain: Wrapping = {
    greeting: [],
    wrap: message => JSON.stringify(message),
    unwrap: frame => frame as Incoming,
};

function percentEncoded(text: string): string {
    const bytes = new TextEncoder().encode(text);
    return Array.from(bytes, byte => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`).join("");
}

function plainEntrance(settings: DoorSettings, token: string | undefined): Entrance {
    const way = settings.authentication ?? (inBrowser() ? "subprotocol" : "header");
    return {
        url: doorAddress(settings.url, settings.door),
        protocols:
            token !== undefined && way === "subprotocol"
                ? [`execbus.bearer.${token.replace(NOT_IN_SUBPROTOCOLS, percentEncoded)}`, "execbus"]
                : [],
        headers: token !== undefined && way === "header" ? { Authorization: `Bearer ${token}` } : {},
        wrapping: plain,
    };
}

/** The event-bus door: envelopes of Vert.x's bridge, without SockJS around them. */
function bridgeEntrance(settings: DoorSettings, token: string | undefined): Entrance {
    const headers = token === undefined ? {} : { Authorization: `Bearer ${token}` };
    let greeted = false;
    return {
        url: doorAddress(settings.url, "bridge"),
        protocols: [],
        headers: {},
        wrapping: {
            greeting: [JSON.stringify({ type: "register", address: "execbus.client", headers: {} })],
            wrap: body => {
                const first = !greeted;
                greeted = true;
                return JSON.stringify({ type: "send", address: "execbus.rpc", headers: first ? headers : {}, body });
            },
            unwrap: frame => {
                const envelope = frame as { type?: string; body?: Incoming; failureType?: string; message?: string };
                if (envelope.type === "rec" && envelope.body) {
                    return envelope.body;
                }
                if (envelope.type !== "err") {
                    return undefined;
                }
                const reason = envelope.message ?? envelope.failureType ?? "refused";
                return { code: UNAUTHENTICATED, reason: `the bridge says ${reason}` };
            },
        },
    };
}

function isEnd(message: Incoming | End): message is End {
    return "reason" in message && "code" in message;
}

/** Another token may do where this one did not. */
function isFatal(code: number, settings: DoorSettings): boolean {
    return FATAL_CODES.has(code) && !(code === UNAUTHENTICATED && typeof settings.token === "function");
}

/** A door on an open socket; tells nothing once it is closed. */
class SocketDoor implements Door {
    private open = true;

    constructor(
        private readonly socket: WebSocketLike,
        private readonly wrapping: Wrapping,
        private readonly events: DoorEvents,
        private readonly settings: DoorSettings,
    ) {
        wrapping.greeting.forEach(frame => socket.send(frame));
    }

    send(message: object): void {
        const frame = this.wrapping.wrap(message);
        // A character is one byte or more; counting is for the few that may be too long.
        const most = this.settings.messageBytes;
        if (frame.length * 3 > most && new TextEncoder().encode(frame).length > most) {
            throw new RangeError(`a message of more than ${most} bytes cannot be sent`);
        }
        this.socket.send(frame);
    }

    close(): void {
        this.open = false;
        this.socket.close(1000);
    }

    received(data: unknown): void {
        if (!this.open) {
            return;
        }
        let message: Incoming | End | undefined;
        try {
            const text = typeof data === "string" ? data : new TextDecoder().decode(data as ArrayBuffer);
            message = this.wrapping.unwrap(JSON.parse(text));
        } catch {
            message = { code: NOT_TEXT, reason: "the server sent something that is not JSON" };
        }
        if (message && isEnd(message)) {
            this.close();
            this.events.closed({ ...message, fatal: isFatal(message.code, this.settings) });
        } else if (message) {
            this.events.received(message);
        }
    }

    closed(code: number, reason: string): void {
        if (this.open) {
            this.open = false;
            this.events.closed({ code, reason: reason || `code ${code}`, fatal: isFatal(code, this.settings) });
        }
    }
}

/** Resolves when the socket is open; from then on the door hears what it says. */
function opened(
    socket: WebSocketLike,
    entrance: Entrance,
    settings: DoorSettings,
    clock: Clock,
    events: DoorEvents,
): Promise<Door> {
    return new Promise((resolve, reject) => {
        let door: SocketDoor | undefined;
        let trouble = "";
        socket.binaryType = "arraybuffer";
        const giveUp = clock.after(settings.connectTimeoutMs, () => {
            reject(new ConnectError(`no connection within ${settings.connectTimeoutMs} ms`));
            socket.close();
        });
        socket.addEventListener("open", () => {
            giveUp();
            door = new SocketDoor(socket, entrance.wrapping, events, settings);
            resolve(door);
        });
        socket.addEventListener("message", (event: { data: unknown }) => door?.received(event.data));
        socket.addEventListener("error", (event: { message?: string }) => {
            trouble = event.message ?? "";
        });
        socket.addEventListener("close", (event: { code: number; reason: string }) => {
            giveUp();
            if (door) {
                door.closed(event.code, event.reason);
            } else {
                const definite = REFUSED.test(trouble) && typeof settings.token !== "function";
                reject(new ConnectError(trouble || "the connection could not be made", definite));
            }
        });
    });
}

/** Of whoever gives the token. */
function inTime(token: string | Promise<string>, settings: DoorSettings, clock: Clock): Promise<string> {
    return new Promise((resolve, reject) => {
        const late = `no token within ${settings.connectTimeoutMs} ms`;
        const callOff = clock.after(settings.connectTimeoutMs, () => reject(new ConnectError(late)));
        Promise.resolve(token).then(resolve, reject).finally(callOff);
    });
}

/** Asks for the token anew at each connection. */
export function doorway(settings: DoorSettings, clock: Clock): Doorway {
    return async events => {
        const { token: given } = settings;
        const token = typeof given === "function" ? await inTime(given(), settings, clock) : given;
        const entrance = settings.door === "bridge" ? bridgeEntrance(settings, token) : plainEntrance(settings, token);
        const socket = await openSocket(entrance, settings.WebSocket);
        return opened(socket, entrance, settings, clock, events);
    };
}

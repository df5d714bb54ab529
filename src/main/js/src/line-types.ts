import type { SilenceOptions } from "./connection.js";
import type { SessionLostError } from "./errors.js";
import type { ReconnectOptions } from "./reconnect.js";

export type ConnectionState =
    | { state: "connecting" }
    /** `resumed`: after an interruption. `renewed`: with a new session, the one before is lost. */
    | { state: "open"; resumed: boolean; renewed: boolean }
    | { state: "reconnecting"; reason: string; attempt: number }
    | { state: "lost"; error: SessionLostError }
    | { state: "closed" };

/** Whoever has something to do when connections come and go. */
export interface Lodger {
    /** A connection speaks for the session; calls are sent behind those that are repeated. */
    attached?(): void;
    detached?(): void;
    /** The session is gone; with `renewSession` another one follows. */
    lost?(cause: Error): void;
}

export interface LineSettings {
    clientName: string;
    sessionId: string | undefined;
    /** False: the session is lost with its first connection. */
    reconnect: ReconnectOptions | false;
    silence: SilenceOptions;
    initializeTimeoutMs: number;
    onState: (state: ConnectionState) => void;
}

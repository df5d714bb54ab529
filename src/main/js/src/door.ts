import type { Incoming, Params } from "./wire.js";

/** One connection to a gateway, of whichever kind. */
export interface Door {
    send(message: { id?: number; method: string; params?: Params }): void;
    /** Nothing is told any more after this. */
    close(): void;
}

/** How a connection ended. `fatal`: another one would end in the same way. `cause`: an error that says more. */
export interface End {
    code: number;
    reason: string;
    fatal?: boolean;
    cause?: Error;
}

/** Told in the order in which it happens. */
export interface DoorEvents {
    received(message: Incoming): void;
    closed(end: End): void;
}

/** Opens a connection; rejects with a ConnectError. */
export type Doorway = (events: DoorEvents) => Promise<Door>;

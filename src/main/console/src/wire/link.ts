import { signal } from "@preact/signals";
import { connect, ConnectError, type Client, type ConnectionState } from "execbus";

/** How the connection is. */
export type LinkState =
    | { readonly kind: "connecting" }
    | { readonly kind: "open" }
    | { readonly kind: "reconnecting"; readonly sinceMs: number }
    /** Nothing is tried any more before somebody says another token. */
    | { readonly kind: "refused" }
    | { readonly kind: "closed" };

export interface LinkSettings {
    /** Of the console's socket. */
    readonly url: string;
    readonly token: string | null;
    /** Of the session to take up, if it is still there. */
    readonly sessionId: string | null;
}

/** Told each time there is a connection. `renewed`: the session of before is gone. */
export type Opened = (client: Client, renewed: boolean) => void;

const AGAIN_MS = 1_000;
/** Attempts between two looks at why there is no connection. */
const LOOK_EVERY = 4;
/** A page tries as long as it is open. */
const FOREVER_MS = 365 * 24 * 3_600_000;

/** The page's connection, as often as it takes. */
export class Link {
    readonly state = signal<LinkState>({ kind: "connecting" });
    readonly #settings: LinkSettings;
    readonly #opened: Opened;
    #client: Client | null = null;

    constructor(settings: LinkSettings, opened: Opened) {
        this.#settings = settings;
        this.#opened = opened;
        void this.#open();
    }

    /** Null before the first connection. */
    get client(): Client | null {
        return this.#client;
    }

    async #open(): Promise<void> {
        let sessionId = this.#settings.sessionId;
        let renewed = false;
        for (;;) {
            try {
                this.#client = await this.#connect(sessionId);
                break;
            } catch (failure) {
                if (this.state.value.kind === "refused") return;
                if (failure instanceof ConnectError && failure.definite && sessionId !== null) {
                    // Most probably the session is not there any more; whatever else it is, it shows without it, too.
                    sessionId = null;
                    renewed = true;
                } else if (
                    (failure instanceof ConnectError && failure.definite) ||
                    (await isRefused(this.#settings.token))
                ) {
                    this.state.value = { kind: "refused" };
                    return;
                } else {
                    await new Promise(resolve => setTimeout(resolve, AGAIN_MS));
                }
            }
        }
        this.state.value = { kind: "open" };
        this.#opened(this.#client, renewed);
    }

    #connect(sessionId: string | null): Promise<Client> {
        const { url, token } = this.#settings;
        return connect(url, {
            clientName: "execbus console",
            ...(token === null ? {} : { token }),
            ...(sessionId === null ? {} : { sessionId }),
            reconnect: { renewSession: true, windowMs: FOREVER_MS },
            onState: state => this.#changed(state),
        });
    }

    #changed(state: ConnectionState): void {
        switch (state.state) {
            case "open":
                if (this.#client === null) return;
                this.state.value = { kind: "open" };
                this.#opened(this.#client, state.renewed);
                break;
            case "reconnecting":
                if (this.#client !== null && this.state.value.kind !== "reconnecting") {
                    this.state.value = { kind: "reconnecting", sinceMs: Date.now() };
                }
                if (state.attempt % LOOK_EVERY === 0) void this.#look();
                break;
            case "lost":
                this.state.value = { kind: "refused" };
                break;
            case "closed":
                if (this.state.value.kind !== "refused") this.state.value = { kind: "closed" };
                break;
            case "connecting":
        }
    }

    /** Trying again does not help where the token is not right any more. */
    async #look(): Promise<void> {
        if (!(await isRefused(this.#settings.token)) || this.state.value.kind === "open") return;
        this.state.value = { kind: "refused" };
        this.#client?.close();
    }
}

/**
 * Whether the server is there and does not let this token in. A browser does not tell a page why a socket could not be
 * opened, so another path with the same check is asked; where that is switched off, being there at all must do.
 */
async function isRefused(token: string | null): Promise<boolean> {
    const status = async (path: string) => {
        const headers: HeadersInit = token === null ? {} : { Authorization: `Bearer ${token}` };
        return (await fetch(new URL(path, location.href), { headers, cache: "no-store" })).status;
    };
    try {
        const said = await status("../metrics");
        return said === 401 || (said === 404 && (await status("../readyz")) === 200);
    } catch {
        return false; // it is not there
    }
}

/** `console` is the WebSocket for pages of the server itself. */
export type DoorName = "websocket" | "console" | "bridge";

interface Page {
    document?: unknown;
    WorkerGlobalScope?: unknown;
    location?: { href: string; host: string };
}

const page = globalThis as Page;

export function inBrowser(): boolean {
    return page.document !== undefined || page.WorkerGlobalScope !== undefined;
}

const PATHS: Record<DoorName, string> = { websocket: "", console: "/console/rpc", bridge: "/eventbus/websocket" };

/** The address of a door. A URL may name an environment by its path, `/environments/NAME`. */
export function doorAddress(url: string, door: DoorName | undefined): string {
    const address = new URL(url, page.location?.href);
    address.protocol = address.protocol.replace(/^http/, "ws");
    if (address.protocol !== "ws:" && address.protocol !== "wss:") {
        throw new TypeError(`expected a ws:, wss:, http: or https: URL, not ${address.protocol}`);
    }
    const usual = inBrowser() && address.host === page.location?.host ? "console" : "websocket";
    const path = PATHS[door ?? usual];
    const before = address.pathname.replace(/\/+$/, "");
    address.pathname = before.endsWith(path) ? before : before + path;
    address.hash = "";
    return address.href;
}

import type { WebSocketConstructor } from "../../src/sockets.js";

type Listener = (event: unknown) => void;

/** A WebSocket of which both ends are in the test's hands. */
export class FakeSocket {
    static made: FakeSocket[] = [];
    binaryType = "";
    readonly sent: string[] = [];
    closedWith: number | undefined;
    private readonly listeners = new Map<string, Listener[]>();

    constructor(
        readonly url: string,
        readonly protocols: unknown,
        readonly options: unknown,
    ) {
        FakeSocket.made.push(this);
    }

    static get last(): FakeSocket {
        return FakeSocket.made.at(-1) as FakeSocket;
    }

    send(data: string): void {
        this.sent.push(data);
    }

    close(code?: number): void {
        this.closedWith = code ?? 1005;
    }

    addEventListener(type: string, listener: Listener): void {
        this.listeners.set(type, [...(this.listeners.get(type) ?? []), listener]);
    }

    fire(type: string, event: object = {}): void {
        this.listeners.get(type)?.forEach(listener => listener(event));
    }

    say(message: object): void {
        this.fire("message", { data: JSON.stringify(message) });
    }
}

export const FakeWebSocket = FakeSocket as unknown as WebSocketConstructor;

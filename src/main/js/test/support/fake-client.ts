import { connectBy, type ConnectOptions } from "../../src/connect.js";
import type { Client } from "../../src/client.js";
import type { ConnectionState } from "../../src/line-types.js";
import { FakeClock, settled } from "./fake-clock.js";
import { FakeServer } from "./fake-server.js";

export interface Scene {
    server: FakeServer;
    clock: FakeClock;
    client: Client;
    states: ConnectionState[];
}

/** A client that has its session. */
export async function connected(options: ConnectOptions = {}, server = new FakeServer().welcome()): Promise<Scene> {
    const clock = new FakeClock();
    const states: ConnectionState[] = [];
    const client = await connectBy(server.doorway, clock, { onState: state => states.push(state), ...options });
    await settled();
    return { server, clock, client, states };
}

/** What a promise is refused with. */
export async function refusal(promise: Promise<unknown>): Promise<Error> {
    try {
        await promise;
    } catch (cause) {
        return cause as Error;
    }
    throw new Error("it was not refused");
}

export function base64(text: string): string {
    return Buffer.from(text).toString("base64");
}

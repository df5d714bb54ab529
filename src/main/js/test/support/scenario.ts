import { after, before, test } from "node:test";
import type { Client } from "../../src/client.js";
import type { ConnectOptions } from "../../src/connect.js";
import { TestServer } from "./test-server.js";

export const DOORS = ["websocket", "bridge"] as const;
export type DoorName = (typeof DOORS)[number];

const DEADLINE = { timeout: 120_000 };

/** Runs on each door, each time with a client of its own. */
export type Scenario = (client: Client, scene: { server: TestServer; door: DoorName }) => Promise<void>;

/** Scenarios of one file, on one server. */
export function scenarios(settings: string[] = []): (name: string, play: Scenario, options?: ConnectOptions) => void {
    let server: TestServer | undefined;
    before(async () => {
        server = await TestServer.start(...settings);
    });
    after(async () => {
        await server?.stop();
    });
    return (name, play, options = {}) => {
        for (const door of DOORS) {
            test(`${name} (${door})`, DEADLINE, async () => {
                const present = server as TestServer;
                const client = await present.client({ door, ...options });
                try {
                    await play(client, { server: present, door });
                } finally {
                    client.close();
                }
            });
        }
    };
}

/** Waits until it holds, within 20 s. */
export async function eventually(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
    const end = Date.now() + 20_000;
    while (!(await holds())) {
        if (Date.now() > end) {
            throw new Error(`not within 20 s: ${what}`);
        }
        await new Promise(resolve => setTimeout(resolve, 20));
    }
}

/** Whether a process of this machine is there, and no zombie. */
export async function isAlive(pid: number): Promise<boolean> {
    const { readFile } = await import("node:fs/promises");
    const status = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
    return status !== "" && !/\) [ZX] /.test(status);
}

import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { connect, type ConnectOptions } from "../../src/connect.js";
import type { Client } from "../../src/client.js";

const PROGRAM = "EXECBUS_BIN";
const START_MS = 60_000;
const STOP_MS = 20_000;

function program(): string {
    const found = process.env[PROGRAM];
    if (!found) {
        throw new Error(`${PROGRAM} must be the server's start script, for example target/execbus/bin/execbus`);
    }
    return found;
}

/** The server takes every variable of its own kind for configuration. */
function environment(): NodeJS.ProcessEnv {
    return Object.fromEntries(Object.entries(process.env).filter(([name]) => name !== PROGRAM));
}

/** Whether the server has views and a console. */
export function hasConsole(): boolean {
    const { stdout } = spawnSync(program(), ["serve", "--help"], { encoding: "utf8", env: environment() });
    return stdout.includes("--console");
}

/** A real server with both doors, on a port of its own. */
export class TestServer {
    private constructor(
        readonly url: string,
        private readonly child: ChildProcess,
    ) {}

    static async start(...settings: string[]): Promise<TestServer> {
        const options = ["--listen", "ws://127.0.0.1:0", "--set", "transport.eventBus=true", ...settings];
        const child = spawn(program(), ["serve", ...options], {
            stdio: ["ignore", "pipe", "ignore"],
            env: environment(),
        });
        const timer = setTimeout(() => child.kill("SIGKILL"), START_MS);
        for await (const line of createInterface({ input: child.stdout })) {
            if (line.startsWith("ws://")) {
                clearTimeout(timer);
                child.stdout.resume();
                return new TestServer(line, child);
            }
        }
        throw new Error(`the server did not start: exit code ${child.exitCode}`);
    }

    get address(): { host: string; port: number } {
        const { hostname, port } = new URL(this.url);
        return { host: hostname, port: Number(port) };
    }

    client(options: ConnectOptions = {}): Promise<Client> {
        return connect(this.url, options);
    }

    async stop(signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
        if (this.child.exitCode !== null || this.child.signalCode !== null) {
            return;
        }
        const ended = once(this.child, "exit");
        this.child.kill(signal);
        const timer = setTimeout(() => this.child.kill("SIGKILL"), STOP_MS);
        await ended;
        clearTimeout(timer);
    }
}

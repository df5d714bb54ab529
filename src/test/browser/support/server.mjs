import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdirSync, openSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { within } from "./waiting.mjs";

/** What servers log and pages looked like in tests that failed. */
export const FINDINGS = fileURLToPath(new URL("../target/", import.meta.url));
const HOME = `${FINDINGS}home`;
const START_MS = 60_000;
const STOP_MS = 20_000;
const running = new Set();

process.on("exit", () => running.forEach(child => child.kill("SIGKILL")));
for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, () => process.exit(1));

function program() {
    const found = process.env.EXECBUS_BIN;
    if (!found) throw new Error("EXECBUS_BIN must be the server's start script, as target/execbus/bin/execbus");
    return found;
}

/** The server takes every variable of its own kind for configuration. */
function environment(more) {
    const ours = ([name]) => !name.startsWith("EXECBUS_") || name.startsWith("EXECBUS_JAVA_");
    const variables = Object.fromEntries(Object.entries(process.env).filter(ours));
    // Shells are to be as they are for everybody, and quickly there.
    mkdirSync(HOME, { recursive: true });
    return { EXECBUS_JAVA_OPTIONS: "-Xmx256m", ...variables, HOME, SHELL: "/bin/bash", HISTFILE: "", ...more };
}

/** A node as a process of the image, on the loopback. */
export class Server {
    #child;
    /** Where clients come in; null for a node that has none, or has not said. */
    address = null;

    constructor(name, settings = {}, options = [], variables = {}) {
        this.name = name;
        this.hasClients = settings["node.role"] !== "worker";
        const listen = this.hasClients ? { listen: "ws://127.0.0.1:0" } : {};
        const values = Object.entries({ "node.name": name, ...listen, ...settings });
        const set = values.flatMap(([key, value]) => ["--set", `${key}=${value}`]);
        mkdirSync(FINDINGS, { recursive: true });
        const log = openSync(`${FINDINGS}${name}.log`, "w");
        this.#child = spawn(program(), ["serve", ...set, ...options], {
            stdio: ["ignore", "pipe", log],
            env: environment(variables),
        });
        closeSync(log);
        running.add(this.#child);
        this.#child.once("exit", () => running.delete(this.#child));
    }

    /** Resolves when it listens. */
    static async start(name, settings, options) {
        const server = new Server(name, settings, options);
        try {
            await server.listening();
            return server;
        } catch (failure) {
            await server.kill();
            throw failure;
        }
    }

    async listening() {
        const line = await within(START_MS, `${this.name} says where it listens`, firstLine(this.#child));
        this.address = { host: "127.0.0.1", port: Number(new URL(line).port) };
    }

    get pid() {
        return this.#child.pid;
    }

    url(path) {
        return `http://${this.address.host}:${this.address.port}${path}`;
    }

    kill() {
        return this.#end("SIGKILL");
    }

    stop() {
        return this.#end("SIGTERM");
    }

    async #end(signal) {
        if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
        const ended = once(this.#child, "exit");
        this.#child.kill(signal);
        const timer = setTimeout(() => this.#child.kill("SIGKILL"), STOP_MS);
        await ended;
        clearTimeout(timer);
    }
}

async function firstLine(child) {
    for await (const line of createInterface({ input: child.stdout })) {
        if (line.startsWith("ws://")) {
            child.stdout.resume();
            return line;
        }
    }
    throw new Error(`it has not started, see ${FINDINGS}`);
}

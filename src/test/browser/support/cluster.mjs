import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Balancer } from "./balancer.mjs";
import { Server } from "./server.mjs";
import { eventually } from "./waiting.mjs";

const NAMES = ["g1", "g2", "w1", "w2"];
const READY_MS = 60_000;

/** Two gateways and two workers, with a balancer before the gateways. */
export async function startCluster(settings, variables) {
    const folder = await mkdtemp(join(tmpdir(), "execbus-browser-"));
    const servers = [];
    let balancer;
    const stop = async () => {
        await balancer?.close();
        await Promise.all(servers.map(server => server.kill()));
        await rm(folder, { recursive: true, force: true });
    };
    try {
        const secret = join(folder, "cluster.secret");
        await writeFile(secret, randomBytes(32).toString("hex"), { mode: 0o600 });
        const ports = await freePorts(NAMES.length);
        const members = ports.map(port => `127.0.0.1:${port}`).join(",");
        for (const [index, name] of NAMES.entries()) {
            const role = name.startsWith("g") ? "gateway" : "worker";
            const member = { "cluster.name": "browser", "cluster.secretFile": secret, "cluster.members": members };
            const values = { "node.role": role, "cluster.port": ports[index], ...member, ...settings };
            servers.push(new Server(name, values, [], variables));
        }
        const gateways = servers.filter(({ hasClients }) => hasClients);
        await Promise.all(gateways.map(gateway => gateway.listening()));
        for (const gateway of gateways) {
            const ready = async () => (await fetch(gateway.url("/readyz")).catch(() => null))?.ok;
            await eventually(`${gateway.name} is ready`, ready, READY_MS);
        }
        balancer = await Balancer.before(gateways);
        return { balancer, servers, stop };
    } catch (failure) {
        await stop();
        throw failure;
    }
}

async function freePorts(count) {
    const taken = [];
    for (let index = 0; index < count; index++) {
        const socket = createServer();
        await new Promise(resolve => socket.listen(0, "127.0.0.1", resolve));
        taken.push(socket);
    }
    const ports = taken.map(socket => socket.address().port);
    await Promise.all(taken.map(socket => new Promise(resolve => socket.close(resolve))));
    return ports;
}

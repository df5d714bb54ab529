import { once } from "node:events";
import { connect, createServer } from "node:net";

const SOCKET_REQUEST = /^GET [^ ]*\/console\/rpc /;

/** Passes connections on to one server after the other, skipping those that refuse. */
export class Balancer {
    #turn = 0;
    #servers;
    #listener;
    #open = new Set();
    /** The server that carries the console's socket that was opened last. */
    carrier = null;

    constructor(servers) {
        this.#servers = servers;
        this.#listener = createServer(client => this.#carry(client, this.#turn++, this.#servers.length));
    }

    static async before(servers) {
        const balancer = new Balancer(servers);
        balancer.#listener.listen(0, "127.0.0.1");
        await once(balancer.#listener, "listening");
        return balancer;
    }

    url(path) {
        return `http://127.0.0.1:${this.#listener.address().port}${path}`;
    }

    #carry(client, turn, tries) {
        const server = this.#servers[turn % this.#servers.length];
        const far = connect({ ...server.address, noDelay: true });
        far.once("error", () => {
            if (tries > 1) this.#carry(client, turn + 1, tries - 1);
            else client.destroy();
        });
        far.once("connect", () => {
            far.removeAllListeners("error");
            client.setNoDelay(true);
            client.on("data", data => {
                if (SOCKET_REQUEST.test(data.toString("latin1"))) this.carrier = server;
            });
            this.#join(client, far);
            this.#join(far, client);
        });
    }

    /** The end of one direction is the end of both. */
    #join(from, to) {
        this.#open.add(from);
        from.on("error", () => {});
        from.on("close", () => {
            this.#open.delete(from);
            to.destroy();
        });
        from.pipe(to);
    }

    async close() {
        const closed = once(this.#listener, "close");
        this.#listener.close();
        this.#open.forEach(socket => socket.destroy());
        await closed;
    }
}

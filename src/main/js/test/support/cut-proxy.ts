import { createServer, connect, type AddressInfo, type Server, type Socket } from "node:net";
import { once } from "node:events";

/** Passes bytes on until it is told to cut: then what is on its way in either direction is gone. */
export class CutProxy {
    cuts = 0;
    /** Connections are accepted and ended at once. */
    broken = false;
    private readonly pairs = new Set<[Socket, Socket]>();
    private timer: NodeJS.Timeout | undefined;

    private constructor(
        private readonly server: Server,
        target: { host: string; port: number },
    ) {
        server.on("connection", near => {
            if (this.broken) {
                near.destroy();
                return;
            }
            const far = connect(target);
            const pair: [Socket, Socket] = [near, far];
            this.pairs.add(pair);
            for (const socket of pair) {
                socket.setNoDelay(true);
                socket.on("error", () => {});
                socket.on("close", () => this.end(pair));
            }
            near.pipe(far);
            far.pipe(near);
        });
    }

    static async before(target: { host: string; port: number }): Promise<CutProxy> {
        const server = createServer();
        const proxy = new CutProxy(server, target);
        server.listen(0, "127.0.0.1");
        await once(server, "listening");
        return proxy;
    }

    get url(): string {
        return `ws://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    }

    cut(): void {
        this.cuts += this.pairs.size;
        [...this.pairs].forEach(pair => this.end(pair));
    }

    /** Cuts again and again, after pauses of up to `ms`. */
    cutAtRandom(ms: number, chance: () => number): void {
        this.timer = setTimeout(
            () => {
                this.cut();
                this.cutAtRandom(ms, chance);
            },
            20 + chance() * ms,
        );
    }

    heal(): void {
        clearTimeout(this.timer);
    }

    async close(): Promise<void> {
        this.heal();
        this.cut();
        this.server.close();
        await once(this.server, "close");
    }

    private end(pair: [Socket, Socket]): void {
        this.pairs.delete(pair);
        pair.forEach(socket => socket.destroy());
    }
}

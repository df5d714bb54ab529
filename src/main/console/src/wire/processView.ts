import { signal } from "@preact/signals";
import {
    ConnectionLostError,
    type Client,
    type Driver,
    type From,
    type Role,
    type Size,
    type Snapshot,
    type StreamName,
    type View,
} from "execbus";

/** Where what a view sees is shown. */
export interface Screen {
    /** Empties the screen and begins anew with this. */
    restart(snapshot: Uint8Array | null, size: Size | null): void;
    /** `parsed` is called once it has been taken in. */
    write(bytes: Uint8Array, stream: StreamName, parsed: () => void): void;
    /** The size of the process's terminal, as who drives has it. */
    resizedTo(size: Size): void;
}

export type ViewPhase =
    | { readonly kind: "attaching" }
    | { readonly kind: "live" }
    | { readonly kind: "exited"; readonly exitCode: number; readonly signal: string | null }
    | { readonly kind: "ended"; readonly reason: "revoked" | "expired" | "process" | "worker" | "session" | "lost" }
    | { readonly kind: "failed"; readonly why: string };

export interface DriverRequest {
    readonly viewer: string;
    readonly label: string | null;
}

/**
 * Which process, and by what right. Without a session it is the page's own; a share says by itself which process it
 * is.
 */
export interface Target {
    readonly processId?: string;
    readonly session?: string;
    readonly share?: string;
}

/** What the screen may have got and not taken in yet. */
const MOST_UNSHOWN = 1 << 18;

/** One look at one process, as a page shows it. The client brings it through lost connections and slow screens. */
export class ProcessView {
    readonly phase = signal<ViewPhase>({ kind: "attaching" });
    readonly role = signal<Role>("observer");
    readonly driver = signal<Driver>({ viewer: null, label: null });
    readonly requests = signal<readonly DriverRequest[]>([]);
    /** Null before the first answer. */
    readonly view = signal<View | null>(null);
    /** Who drives has changed since this view is there. */
    onDriver: (you: boolean, driver: Driver) => void = () => {};
    readonly #screen: Screen;
    #told = false;
    #closed = false;
    #size: Size | null = null;
    #unshown = 0;
    #wake: (() => void) | null = null;

    constructor(screen: Screen) {
        this.#screen = screen;
    }

    get level(): "owner" | "operator" | "share" | null {
        return this.view.value?.level ?? null;
    }

    /**
     * @param begun whether it was started a moment ago: then nothing is left out, as programs wait for answers of
     * their terminal
     */
    async attach(client: Client, target: Target, role: Role, label: string, size: Size, begun: boolean): Promise<void> {
        this.#size = size;
        const from: { from?: From } = begun ? { from: { seq: 0 } } : {};
        try {
            const view = await client.views.attach({
                ...target,
                role,
                ...from,
                ...(label === "" ? {} : { label }),
            });
            if (this.#closed) void view.detach();
            else this.#begin(view);
        } catch (failure) {
            this.phase.value = { kind: "failed", why: (failure as Error).message };
        }
    }

    /** Fails if somebody else drives by now, or the process has ended or takes no input. */
    async write(data: string | Uint8Array): Promise<void> {
        if (this.role.value === "driver" && this.phase.value.kind === "live") await this.view.value?.write(data);
    }

    /** The size of the window. It becomes that of the terminal while this view drives. */
    resize(size: Size): void {
        if (this.#size?.rows === size.rows && this.#size.cols === size.cols) return;
        this.#size = size;
        this.#tellSize();
    }

    async signal(name: string): Promise<void> {
        await this.view.value?.signal(name);
    }

    /** Whether it was granted at once. */
    async requestDriver(): Promise<boolean> {
        return (await this.view.value?.requestDriver()) ?? false;
    }

    async takeDriver(): Promise<void> {
        await this.view.value?.takeDriver();
    }

    async releaseDriver(): Promise<void> {
        await this.view.value?.releaseDriver();
    }

    async grantDriver(viewer: string): Promise<void> {
        await this.view.value?.grantDriver(viewer);
        this.refuse(viewer);
    }

    /** Takes a request from the list; nobody is told. */
    refuse(viewer: string): void {
        this.requests.value = this.requests.value.filter(request => request.viewer !== viewer);
    }

    close(): void {
        this.#closed = true;
        this.#wake?.();
        void this.view.value?.detach();
    }

    #begin(view: View): void {
        this.view.value = view;
        this.#restart(view.snapshot, view.size);
        this.phase.value = view.running
            ? { kind: "live" }
            : { kind: "exited", exitCode: view.exitCode ?? 0, signal: null };
        view.on("moved", moved => this.#restart(moved.snapshot, view.size));
        view.on("exited", ({ exitCode, signal: name }) => {
            this.phase.value = { kind: "exited", exitCode, signal: name ?? null };
            this.requests.value = [];
        });
        view.on("requested", ({ viewer, label }) => {
            this.refuse(viewer);
            this.requests.value = [...this.requests.value, { viewer, label }];
        });
        view.on("driver", ({ driver, you, size }) => this.#driven(driver, you, size));
        view.on("ended", ({ reason }) => {
            if (reason !== "detached") this.phase.value = { kind: "ended", reason };
        });
        this.#driven(view.driver, view.role === "driver", view.size);
        if (view.role !== "driver") this.#tellSize(); // for when it does
        void this.#show(view);
    }

    #driven(driver: Driver, you: boolean, size: Size | null): void {
        const before = this.driver.value;
        const changed = this.#told && you !== (this.role.value === "driver");
        this.driver.value = driver;
        this.role.value = you ? "driver" : "observer";
        this.refuse(driver.viewer ?? "");
        if (you) this.requests.value = this.requests.value.filter(({ viewer }) => viewer !== this.view.value?.viewer);
        if (size !== null) this.#screen.resizedTo(size);
        if (you && (size?.rows !== this.#size?.rows || size?.cols !== this.#size?.cols)) this.#tellSize();
        // What the owner's session drives is driven from here.
        if (!you && driver.viewer === null && this.level === "owner" && this.phase.value.kind === "live") {
            this.takeDriver().catch(() => {});
        } else if (changed && !(you && before.viewer === null)) {
            // That the owner drives again after a reconnect is no news.
            this.onDriver(you, driver);
        }
        this.#told = true;
    }

    #tellSize(): void {
        const view = this.view.value;
        if (view === null || !view.tty || this.#size === null || this.phase.value.kind !== "live") return;
        view.resize(this.#size).catch(() => {}); // it has ended, which is shown
    }

    async #show(view: View): Promise<void> {
        try {
            for await (const { bytes, stream } of view.output) {
                if (this.#closed) return;
                this.#unshown += bytes.length;
                this.#screen.write(bytes, stream, () => this.#shown(bytes.length));
                while (this.#unshown > MOST_UNSHOWN && !this.#closed)
                    await new Promise<void>(wake => (this.#wake = wake));
            }
        } catch (failure) {
            if (!(failure instanceof ConnectionLostError) && this.phase.value.kind === "live")
                this.phase.value = { kind: "ended", reason: "lost" };
        }
    }

    #shown(count: number): void {
        this.#unshown -= count;
        if (this.#unshown <= MOST_UNSHOWN / 2) this.#wake?.();
    }

    #restart(snapshot: Snapshot | null, size: Size | null): void {
        this.#screen.restart(snapshot?.bytes ?? null, snapshot ?? size);
    }
}

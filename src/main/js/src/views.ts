import { ConnectionLostError } from "./errors.js";
import type { Line } from "./line.js";
import { View } from "./view.js";
import type { AttachOptions } from "./view-types.js";
import type { ViewDriver, ViewEnded, ViewExited, ViewMoved, ViewOutput, ViewRequested } from "./view-wire.js";

/** The client's views, of processes of any session it may look at. */
export class Views {
    private readonly views = new Map<string, View>();

    constructor(private readonly line: Line) {
        this.on<ViewOutput>("view/output", (view, told) => view.outputTold(told));
        this.on<ViewExited>("view/exited", (view, told) => view.exitedTold(told.seq, told.exitCode, told.signal));
        this.on<{ viewId: string }>("view/closed", view => view.closedTold());
        this.on<ViewMoved>("view/moved", (view, told) => view.movedTold(told));
        this.on<ViewDriver>("view/driver", (view, told) => view.driverTold(told.driver, told.you, told.size));
        this.on<ViewRequested>("view/requested", (view, told) => view.requestedTold(told.viewer, told.label));
        this.on<ViewEnded>("view/ended", (view, told) => view.endedTold(told.reason));
        line.add({
            attached: () => this.all().forEach(view => view.reattach()),
            detached: () => this.all().forEach(view => view.disconnected()),
            lost: cause => this.lost(cause),
        });
    }

    /** Resolves when the view is there; it begins at the screen of a terminal, and at the first output of pipes. */
    async attach(options: AttachOptions): Promise<View> {
        const view = new View(this.line, { ...options }, gone => this.views.delete(gone.id));
        this.views.set(view.id, view);
        while (true) {
            try {
                await view.attach(options.from);
                return view;
            } catch (cause) {
                if (!(cause instanceof ConnectionLostError)) {
                    this.views.delete(view.id);
                    throw cause;
                }
            }
        }
    }

    private all(): View[] {
        return [...this.views.values()];
    }

    /** Views of other sessions go on with another session of the client's own. */
    private lost(cause: Error): void {
        if (this.line.over) {
            this.all().forEach(view => view.endedTold("lost", cause));
        } else {
            this.all().forEach(view => view.disconnected());
        }
    }

    private on<P extends { viewId: string }>(method: string, tell: (view: View, told: P) => void): void {
        this.line.on(method, params => {
            const told = params as unknown as P;
            const view = this.views.get(told.viewId);
            if (view) {
                tell(view, told);
            }
        });
    }
}

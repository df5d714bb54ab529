import { computed, signal } from "@preact/signals";
import { neighbour, placed } from "../layout/arrange.js";
import {
    evened,
    panesOf,
    resized,
    splitAt,
    without,
    type Axis,
    type Direction,
    type Layout,
    type Path,
} from "../layout/tree.js";
import type { LivePane, PaneAbout } from "./livePane.js";
import type { ReplayPane } from "./replayPane.js";

export type Pane = LivePane | ReplayPane;

/** What is kept over a reload. */
export interface Kept {
    readonly layout: Layout;
    readonly panes: readonly PaneAbout[];
    readonly active: string | null;
}

/** The panes that are open, where they are, and which one has the person's attention. */
export class Workspace {
    readonly layout = signal<Layout | null>(null);
    readonly panes = signal<ReadonlyMap<string, Pane>>(new Map());
    readonly active = signal<string | null>(null);
    readonly zoomed = signal(false);
    readonly activePane = computed(() => this.panes.value.get(this.active.value ?? "") ?? null);
    readonly kept = computed<Kept | null>(() =>
        this.layout.value === null
            ? null
            : {
                  layout: this.layout.value,
                  panes: [...this.panes.value.values()].map(pane => pane.about),
                  active: this.active.value,
              },
    );
    /** In pixels, as it was laid out last. */
    area = { width: 1200, height: 800 };

    add(pane: Pane, where: Axis | "anywhere"): void {
        const id = pane.about.id;
        const active = this.active.value;
        this.panes.value = new Map(this.panes.value).set(id, pane);
        this.layout.value =
            where === "anywhere" || active === null
                ? placed(this.layout.value, id, this.area.width, this.area.height)
                : splitAt(this.layout.value, active, id, where);
        this.zoomed.value = false;
        this.active.value = id;
    }

    restore(kept: Kept, open: (about: PaneAbout) => Pane): void {
        this.panes.value = new Map(kept.panes.map(about => [about.id, open(about)]));
        this.layout.value = kept.layout;
        this.active.value = kept.active;
    }

    close(id: string): void {
        const pane = this.panes.value.get(id);
        if (pane === undefined) return;
        const order = panesOf(this.layout.value);
        const rest = without(this.layout.value, id);
        const panes = new Map(this.panes.value);
        panes.delete(id);
        if (this.active.value === id) this.active.value = order[order.indexOf(id) - 1] ?? panesOf(rest)[0] ?? null;
        this.layout.value = rest;
        this.panes.value = panes;
        this.zoomed.value = false;
        pane.dispose();
    }

    activate(id: string): void {
        this.active.value = id;
    }

    go(direction: Direction): void {
        const next = this.active.value === null ? null : neighbour(this.layout.value, this.active.value, direction);
        if (next !== null) {
            this.active.value = next;
            this.zoomed.value = false;
        }
    }

    resize(path: Path, index: number, delta: number): void {
        if (this.layout.value !== null) this.layout.value = resized(this.layout.value, path, index, delta);
    }

    even(): void {
        if (this.layout.value !== null) this.layout.value = evened(this.layout.value);
    }

    toggleZoom(): void {
        this.zoomed.value = !this.zoomed.value && this.panes.value.size > 1;
    }

    clear(): void {
        for (const pane of this.panes.value.values()) pane.dispose();
        this.panes.value = new Map();
        this.layout.value = null;
        this.active.value = null;
    }
}

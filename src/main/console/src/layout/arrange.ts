import type { Axis, Direction, Layout, Path } from "./tree.js";
import { leaf, panesOf, splitAt } from "./tree.js";

/** A place in the workspace, in shares of its width and height. */
export interface Box {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
}

/** A border that can be moved: behind part `index` of the split at `path`. */
export interface Divider {
    readonly path: Path;
    readonly index: number;
    readonly axis: Axis;
    readonly box: Box;
    /** Length of the split along its axis, in shares of the workspace. */
    readonly length: number;
    /** Where the border is between its two neighbours, 0 to 1, and who they are. */
    readonly position: number;
    readonly before: readonly string[];
    readonly after: readonly string[];
}

export interface Arrangement {
    readonly panes: ReadonlyMap<string, Box>;
    readonly dividers: readonly Divider[];
}

const WHOLE: Box = { x: 0, y: 0, width: 1, height: 1 };

/** Where everything is. */
export function arrange(layout: Layout | null): Arrangement {
    const panes = new Map<string, Box>();
    const dividers: Divider[] = [];
    if (layout !== null) place(layout, WHOLE, [], panes, dividers);
    return { panes, dividers };
}

function place(layout: Layout, box: Box, path: Path, panes: Map<string, Box>, dividers: Divider[]): void {
    if (layout.kind === "leaf") {
        panes.set(layout.pane, box);
        return;
    }
    const row = layout.axis === "row";
    const length = row ? box.width : box.height;
    let from = row ? box.x : box.y;
    layout.parts.forEach((part, index) => {
        const size = layout.shares[index]! * length;
        const inner = row ? { ...box, x: from, width: size } : { ...box, y: from, height: size };
        place(part, inner, [...path, index], panes, dividers);
        from += size;
        if (index + 1 < layout.parts.length) {
            const both = layout.shares[index]! + layout.shares[index + 1]!;
            dividers.push({
                path,
                index,
                axis: layout.axis,
                box: row ? { ...box, x: from, width: 0 } : { ...box, y: from, height: 0 },
                length,
                position: layout.shares[index]! / both,
                before: panesOf(part),
                after: panesOf(layout.parts[index + 1]!),
            });
        }
    });
}

/** Puts a pane where there is most room: beside or below the largest one, whichever leaves squarer halves. */
export function placed(layout: Layout | null, added: string, width: number, height: number): Layout {
    if (layout === null) return leaf(added);
    let largest: string | null = null;
    let area = -1;
    for (const [pane, box] of arrange(layout).panes) {
        if (box.width * box.height > area + 1e-9) {
            largest = pane;
            area = box.width * box.height;
        }
    }
    const box = arrange(layout).panes.get(largest!)!;
    // Characters are about twice as high as wide, and lines want to be long: prefer "below" a little later.
    const axis: Axis = box.width * width >= box.height * height * 1.2 ? "row" : "column";
    return splitAt(layout, largest!, added, axis);
}

/** The pane one comes to when going from `pane` in a direction, or null at the edge. */
export function neighbour(layout: Layout | null, pane: string, direction: Direction): string | null {
    const { panes } = arrange(layout);
    const from = panes.get(pane);
    if (from === undefined) return null;
    let best: string | null = null;
    let bestScore = Infinity;
    for (const [other, box] of panes) {
        if (other === pane) continue;
        const gap = distance(from, box, direction);
        const overlap = shared(from, box, direction);
        if (gap < -1e-9 || overlap <= 1e-9) continue;
        const score = gap * 10 - overlap;
        if (score < bestScore - 1e-9) {
            best = other;
            bestScore = score;
        }
    }
    return best;
}

function distance(from: Box, to: Box, direction: Direction): number {
    switch (direction) {
        case "left":
            return from.x - (to.x + to.width);
        case "right":
            return to.x - (from.x + from.width);
        case "up":
            return from.y - (to.y + to.height);
        case "down":
            return to.y - (from.y + from.height);
    }
}

function shared(from: Box, to: Box, direction: Direction): number {
    return direction === "left" || direction === "right"
        ? Math.min(from.y + from.height, to.y + to.height) - Math.max(from.y, to.y)
        : Math.min(from.x + from.width, to.x + to.width) - Math.max(from.x, to.x);
}

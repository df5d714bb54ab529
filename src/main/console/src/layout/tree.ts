/** How panes share the workspace: a tree of rows and columns. Every function gives a new tree and changes none. */

export type Axis = "row" | "column";
export type Direction = "left" | "right" | "up" | "down";
export type Layout = Leaf | Split;

export interface Leaf {
    readonly kind: "leaf";
    readonly pane: string;
}

export interface Split {
    readonly kind: "split";
    readonly axis: Axis;
    /** Share of each part, all together 1. */
    readonly shares: readonly number[];
    readonly parts: readonly Layout[];
}

/** A place in a tree: which part to take at each split, from the root. */
export type Path = readonly number[];

/** No part becomes smaller than this share of its split. */
export const SMALLEST_SHARE = 0.08;

export const leaf = (pane: string): Leaf => ({ kind: "leaf", pane });

export function panesOf(layout: Layout | null): string[] {
    if (layout === null) return [];
    return layout.kind === "leaf" ? [layout.pane] : layout.parts.flatMap(panesOf);
}

/** Puts `added` behind `at`, which gives half of its place to it. */
export function splitAt(layout: Layout | null, at: string, added: string, axis: Axis): Layout {
    if (layout === null) return leaf(added);
    if (layout.kind === "leaf") {
        return layout.pane === at ? split(axis, [0.5, 0.5], [layout, leaf(added)]) : layout;
    }
    const index = layout.parts.findIndex(part => part.kind === "leaf" && part.pane === at);
    if (index >= 0 && layout.axis === axis) {
        const half = layout.shares[index]! / 2;
        return split(
            axis,
            [...layout.shares.slice(0, index), half, half, ...layout.shares.slice(index + 1)],
            [...layout.parts.slice(0, index + 1), leaf(added), ...layout.parts.slice(index + 1)],
        );
    }
    return { ...layout, parts: layout.parts.map(part => splitAt(part, at, added, axis)) };
}

/** Takes a pane out; its neighbours share its place, a split with one part left becomes that part. */
export function without(layout: Layout | null, pane: string): Layout | null {
    if (layout === null) return null;
    if (layout.kind === "leaf") return layout.pane === pane ? null : layout;
    const parts: Layout[] = [];
    const shares: number[] = [];
    layout.parts.forEach((part, index) => {
        const rest = without(part, pane);
        if (rest === null) return;
        parts.push(rest);
        shares.push(layout.shares[index]!);
    });
    if (parts.length === 0) return null;
    if (parts.length === 1) return parts[0]!;
    const sum = shares.reduce((total, share) => total + share, 0);
    return flattened(
        split(
            layout.axis,
            shares.map(share => share / sum),
            parts,
        ),
    );
}

export function replaced(layout: Layout, pane: string, by: string): Layout {
    if (layout.kind === "leaf") return layout.pane === pane ? leaf(by) : layout;
    return { ...layout, parts: layout.parts.map(part => replaced(part, pane, by)) };
}

/** Moves the border behind part `index` of the split at `path` by `delta` of the split's length. */
export function resized(layout: Layout, path: Path, index: number, delta: number): Layout {
    if (layout.kind === "leaf") return layout;
    const [next, ...rest] = path;
    if (next !== undefined) {
        return {
            ...layout,
            parts: layout.parts.map((part, i) => (i === next ? resized(part, rest, index, delta) : part)),
        };
    }
    const before = layout.shares[index];
    const after = layout.shares[index + 1];
    if (before === undefined || after === undefined) return layout;
    const smallest = Math.min(SMALLEST_SHARE, before, after);
    const moved = Math.min(Math.max(delta, smallest - before), after - smallest);
    const shares = [...layout.shares];
    shares[index] = before + moved;
    shares[index + 1] = after - moved;
    return { ...layout, shares };
}

/** All parts of all splits equally large. */
export function evened(layout: Layout): Layout {
    if (layout.kind === "leaf") return layout;
    return split(
        layout.axis,
        layout.parts.map(() => 1 / layout.parts.length),
        layout.parts.map(evened),
    );
}

function split(axis: Axis, shares: readonly number[], parts: readonly Layout[]): Split {
    return { kind: "split", axis, shares, parts };
}

/** A row in a row is one row. */
function flattened(layout: Split): Split {
    const parts: Layout[] = [];
    const shares: number[] = [];
    layout.parts.forEach((part, index) => {
        const share = layout.shares[index]!;
        if (part.kind === "split" && part.axis === layout.axis) {
            parts.push(...part.parts);
            shares.push(...part.shares.map(inner => inner * share));
        } else {
            parts.push(part);
            shares.push(share);
        }
    });
    return split(layout.axis, shares, parts);
}

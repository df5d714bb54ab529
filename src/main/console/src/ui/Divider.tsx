import type { RefObject } from "preact";
import type { Divider as Border } from "../layout/arrange.js";
import { useConsole } from "./context.js";

const STEP = 0.03;

/** A border between panes, moved by pointer or arrow keys. */
export function Divider({ divider, area }: { divider: Border; area: RefObject<HTMLElement | null> }) {
    const { workspace } = useConsole();
    const row = divider.axis === "row";
    const { box } = divider;
    const titles = (panes: readonly string[]) =>
        panes.map(id => workspace.panes.value.get(id)?.title.value ?? "").join(", ");

    const drag = (down: PointerEvent) => {
        const bar = down.currentTarget as HTMLElement;
        bar.setPointerCapture(down.pointerId);
        let last = row ? down.clientX : down.clientY;
        bar.onpointermove = move => {
            const now = row ? move.clientX : move.clientY;
            const length = (row ? area.current!.clientWidth : area.current!.clientHeight) * divider.length;
            workspace.resize(divider.path, divider.index, (now - last) / length);
            last = now;
        };
        bar.onpointerup = bar.onpointercancel = () => (bar.onpointermove = null);
    };
    const press = (event: KeyboardEvent) => {
        const delta = { ArrowLeft: -STEP, ArrowUp: -STEP, ArrowRight: STEP, ArrowDown: STEP }[event.key];
        if (delta === undefined) return;
        event.preventDefault();
        workspace.resize(divider.path, divider.index, delta);
    };
    return (
        <div
            class={`divider ${divider.axis}`}
            role="separator"
            tabIndex={0}
            aria-orientation={row ? "vertical" : "horizontal"}
            aria-valuenow={Math.round(divider.position * 100)}
            aria-valuemin={0}
            aria-valuemax={100}
            aria-label={`Border between ${titles(divider.before)} and ${titles(divider.after)}`}
            style={{
                left: `${box.x * 100}%`,
                top: `${box.y * 100}%`,
                ...(row ? { height: `${box.height * 100}%` } : { width: `${box.width * 100}%` }),
            }}
            onPointerDown={drag}
            onKeyDown={press}
            onDblClick={() => workspace.even()}
        />
    );
}

import { useLayoutEffect, useRef } from "preact/hooks";
import type { Box } from "../layout/arrange.js";
import type { Pane } from "../state/workspace.js";
import { useConsole } from "./context.js";
import { LiveBars } from "./LiveBars.js";
import { PaneHeader } from "./PaneHeader.js";
import { ReplayControls } from "./ReplayControls.js";
import { SearchBar } from "./SearchBar.js";

interface PaneFrameProps {
    readonly pane: Pane;
    readonly box: Box;
    readonly active: boolean;
    readonly hidden: boolean;
}

/** A pane: what it is, the terminal, and what belongs to it. */
export function PaneFrame({ pane, box, active, hidden }: PaneFrameProps) {
    const { workspace } = useConsole();
    const body = useRef<HTMLDivElement>(null);
    useLayoutEffect(() => pane.emulator.mount(body.current!), [pane]);
    const title = pane.title.value;
    const kind = pane.kind === "live" ? "Terminal" : "Replay";
    useLayoutEffect(() => pane.emulator.relabel(`${kind}: ${title}`), [pane, title]);
    return (
        <section
            id={`pane-${pane.about.id}`}
            class={`pane ${pane.kind} ${active ? "active" : ""} ${hidden ? "hidden" : ""}`}
            aria-label={`${kind}: ${title}`}
            data-testid="pane"
            data-process={pane.about.processId}
            inert={hidden}
            style={{
                left: `${box.x * 100}%`,
                top: `${box.y * 100}%`,
                width: `${box.width * 100}%`,
                height: `${box.height * 100}%`,
            }}
            onFocusIn={() => workspace.activate(pane.about.id)}
            onPointerDown={() => workspace.activate(pane.about.id)}
        >
            <div class="pane-box">
                <PaneHeader pane={pane} />
                {pane.searching.value && <SearchBar pane={pane} />}
                <div class="pane-body" ref={body} onClick={() => pane.emulator.focus()} />
                {pane.kind === "live" ? <LiveBars pane={pane} /> : <ReplayControls pane={pane} />}
            </div>
        </section>
    );
}

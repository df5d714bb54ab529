import { useLayoutEffect, useRef } from "preact/hooks";
import { arrange, type Box } from "../layout/arrange.js";
import { panesOf } from "../layout/tree.js";
import { useConsole } from "./context.js";
import { Divider } from "./Divider.js";
import { narrow } from "./narrow.js";
import { PaneFrame } from "./PaneFrame.js";
import { PaneTabs } from "./PaneTabs.js";
import { Welcome } from "./Welcome.js";

const WHOLE: Box = { x: 0, y: 0, width: 1, height: 1 };

/** What a guest sees before the shared process, or in its place. */
function Arriving() {
    const refused = useConsole().link.state.value.kind === "refused";
    return (
        <div class="welcome" role="status">
            <p class="lead">
                {refused
                    ? "This link does not work any more: it has expired, or was revoked."
                    : "Opening the shared terminal…"}
            </p>
        </div>
    );
}

/** All panes side by side, or one at a time on a phone and while one is zoomed. Hidden ones go on in the background. */
export function WorkspaceView() {
    const { workspace, guest } = useConsole();
    const area = useRef<HTMLDivElement>(null);
    useLayoutEffect(() => {
        const measured = new ResizeObserver(() => {
            workspace.area = { width: area.current!.clientWidth, height: area.current!.clientHeight };
        });
        measured.observe(area.current!);
        return () => measured.disconnect();
    }, []);
    const layout = workspace.layout.value;
    const { panes, dividers } = arrange(layout);
    const one = narrow.value || workspace.zoomed.value;
    return (
        <main class="workspace" aria-label="Workspace" id="workspace">
            {layout === null && (guest ? <Arriving /> : <Welcome />)}
            {narrow.value && panes.size > 0 && <PaneTabs />}
            <div class="panes" ref={area}>
                {panesOf(layout).map(id => {
                    const pane = workspace.panes.value.get(id);
                    if (pane === undefined) return null;
                    const active = workspace.active.value === id;
                    return (
                        <PaneFrame
                            key={id}
                            pane={pane}
                            box={one ? WHOLE : panes.get(id)!}
                            active={active}
                            hidden={one && !active}
                        />
                    );
                })}
                {!one &&
                    dividers.map(divider => (
                        <Divider key={`${divider.path.join(".")}:${divider.index}`} divider={divider} area={area} />
                    ))}
            </div>
        </main>
    );
}

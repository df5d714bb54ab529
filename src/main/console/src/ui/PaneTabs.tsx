import { panesOf } from "../layout/tree.js";
import { useConsole } from "./context.js";

/** One tab for each pane, where only one can be seen at a time. */
export function PaneTabs() {
    const { workspace } = useConsole();
    return (
        <div class="pane-tabs" role="tablist" aria-label="Open panes">
            {panesOf(workspace.layout.value).map(id => {
                const pane = workspace.panes.value.get(id);
                if (pane === undefined) return null;
                return (
                    <button
                        key={id}
                        type="button"
                        role="tab"
                        class="pane-tab"
                        aria-selected={workspace.active.value === id}
                        aria-controls={`pane-${id}`}
                        onClick={() => workspace.activate(id)}
                    >
                        {pane.title.value}
                    </button>
                );
            })}
        </div>
    );
}

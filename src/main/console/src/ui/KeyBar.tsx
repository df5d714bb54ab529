import { arrowKey, type Arrow } from "../keys/typed.js";
import type { LivePane } from "../state/livePane.js";
import { useConsole } from "./context.js";

const ARROWS: readonly [Arrow, string][] = [
    ["left", "←"],
    ["down", "↓"],
    ["up", "↑"],
    ["right", "→"],
];
const TYPED: readonly [string, string][] = [
    ["|", "|"],
    ["/", "/"],
    ["-", "-"],
    ["~", "~"],
];

/** Keys that a phone's keyboard does not have. They do not take the focus, so that the keyboard stays. */
export function KeyBar() {
    const pane = useConsole().workspace.activePane.value;
    if (pane === null || pane.kind !== "live" || !pane.drives.value || pane.view.phase.value.kind !== "live")
        return null;
    return (
        <div class="key-bar" role="toolbar" aria-label="Keys" onPointerDown={event => event.preventDefault()}>
            <Key text="Esc" label="Escape" run={() => pane.type("\x1b")} />
            <Key text="Tab" label="Tab" run={() => pane.type("\t")} />
            <Key
                text="Ctrl"
                label="Ctrl for the next key"
                pressed={pane.ctrl.value}
                run={() => (pane.ctrl.value = !pane.ctrl.value)}
            />
            {ARROWS.map(([arrow, text]) => (
                <Key key={arrow} text={text} label={`Arrow ${arrow}`} run={() => press(pane, arrow)} />
            ))}
            {TYPED.map(([typed, text]) => (
                <Key key={typed} text={text} label={text} run={() => pane.type(typed)} />
            ))}
        </div>
    );
}

function press(pane: LivePane, arrow: Arrow): void {
    const ctrl = pane.ctrl.value;
    pane.ctrl.value = false;
    pane.type(arrowKey(arrow, pane.emulator.applicationCursor, ctrl));
}

function Key({ text, label, pressed, run }: { text: string; label: string; pressed?: boolean; run: () => void }) {
    return (
        <button type="button" class="key" aria-label={label} aria-pressed={pressed} onClick={run}>
            {text}
        </button>
    );
}

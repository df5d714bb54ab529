import type { LivePane } from "../state/livePane.js";
import type { Pane } from "../state/workspace.js";
import { copyText } from "./clipboard.js";
import { shortcutText } from "../keys/shortcuts.js";
import { IconButton } from "./Button.js";
import { useConsole, useHint } from "./context.js";
import { Icon } from "./Icon.js";
import { Menu, type MenuItem } from "./Menu.js";
import { State } from "./ProcessList.js";

export function PaneHeader({ pane }: { pane: Pane }) {
    const console = useConsole();
    const { workspace } = console;
    const hint = useHint();
    return (
        <header class="pane-header">
            {pane.kind === "live" ? <LiveState pane={pane} /> : <Icon name="replay" />}
            <h2 class="pane-title" title={pane.about.command}>
                {pane.title.value}
            </h2>
            {pane.kind === "live" ? <RoleBadge pane={pane} /> : <span class="badge">Replay</span>}
            <div class="pane-actions" role="toolbar" aria-label={`Actions for ${pane.title.value}`}>
                <IconButton
                    icon="search"
                    label="Search"
                    hint={hint("Search in the output", "find")}
                    pressed={pane.searching.value}
                    onClick={() => (pane.searching.value = !pane.searching.value)}
                />
                {!console.guest && pane.kind === "live" && (
                    <IconButton
                        icon="share"
                        label="Share"
                        hint={hint("Share a link", "share")}
                        onClick={() => (console.dialog.value = { kind: "share", about: pane.about })}
                    />
                )}
                {!console.guest && workspace.panes.value.size > 1 && (
                    <IconButton
                        icon="zoom"
                        class="wide-only"
                        label="Zoom"
                        hint={hint("Fill the workspace", "zoom")}
                        pressed={workspace.zoomed.value}
                        onClick={() => (workspace.activate(pane.about.id), workspace.toggleZoom())}
                    />
                )}
                <PaneMenu pane={pane} />
                {(!console.guest || pane.kind === "replay") && (
                    <IconButton
                        icon="close"
                        label="Close"
                        hint={hint("Close the pane", "close")}
                        onClick={() => console.close(pane)}
                    />
                )}
            </div>
        </header>
    );
}

function LiveState({ pane }: { pane: LivePane }) {
    const phase = pane.view.phase.value;
    if (pane.startFailure.value !== null) return <span class="state bad">!</span>;
    switch (phase.kind) {
        case "attaching":
            return <span class="state waiting" role="img" aria-label="connecting" />;
        case "live":
            return <State process={{ running: true, exitCode: null }} />;
        case "exited":
            return <State process={{ running: false, exitCode: phase.exitCode }} />;
        case "ended":
        case "failed":
            return <span class="state bad">!</span>;
    }
}

/** Whether this pane drives, or who does. */
function RoleBadge({ pane }: { pane: LivePane }) {
    const console = useConsole();
    const hint = useHint();
    const view = pane.view;
    if (view.phase.value.kind !== "live") return null;
    const driver = view.driver.value;
    const drives = pane.drives.value;
    const owner = view.level === "owner";
    const who = drives ? "Driving" : `Watching${driver.label === null ? "" : ` · ${driver.label} drives`}`;
    const action = drives ? "Hand back" : owner ? "Take back" : "Drive";
    return (
        <span class="role" data-testid="role" data-role={drives ? "driver" : "observer"}>
            <span class={drives ? "badge driving" : "badge"}>
                <Icon name={drives ? "keyboard" : "eye"} />
                {who}
            </span>
            {!(drives && owner) && (
                <button
                    type="button"
                    class="chip"
                    title={hint(drives ? "Give the keyboard back to the owner" : "Get the keyboard", "drive")}
                    onClick={() => void console.control.drive(pane)}
                >
                    {action}
                </button>
            )}
        </span>
    );
}

function PaneMenu({ pane }: { pane: Pane }) {
    const console = useConsole();
    const prefix = console.settings.prefix.value;
    const live = pane.kind === "live" ? pane : null;
    const running = live?.view.phase.value.kind === "live";
    const level = live?.view.level;
    const items: (MenuItem | null)[] = [
        {
            text: "Copy the selection",
            icon: "copy",
            keys: shortcutText("copy", prefix),
            run: () => void copyText(pane.emulator.selection),
        },
        { text: "Download the log", run: () => void console.control.download(pane, "log") },
        { text: "Download the recording", run: () => void console.control.download(pane, "recording") },
        ...(live === null
            ? []
            : [
                  {
                      text: "Replay",
                      icon: "replay" as const,
                      keys: shortcutText("replay", prefix),
                      run: () => console.open.replayOf(live),
                  },
              ]),
    ];
    if (!console.guest) {
        items.push(null, {
            text: "Terminal to the right",
            icon: "right",
            keys: shortcutText("split-right", prefix),
            run: () => (console.workspace.activate(pane.about.id), console.open.terminal("row")),
        });
        items.push({
            text: "Terminal below",
            icon: "down",
            keys: shortcutText("split-down", prefix),
            run: () => (console.workspace.activate(pane.about.id), console.open.terminal("column")),
        });
    }
    if (live !== null && running) {
        items.push(null);
        if (level === "operator")
            items.push({
                text: "Take over",
                icon: "keyboard",
                run: () => void console.control.drive(live, true),
                disabled: live.drives.value,
            });
        items.push({
            text: "Interrupt",
            run: () => void console.control.signal(live, "interrupt"),
            disabled: !live.drives.value,
        });
        if (level !== "owner")
            items.push({
                text: "Kill the process",
                danger: true,
                run: () => void console.control.signal(live, "KILL"),
                disabled: !live.drives.value,
            });
        if (level === "owner")
            items.push({
                text: "End the process",
                danger: true,
                run: () => void console.control.terminate(pane.about),
            });
    }
    return <Menu label="More" icon="more" items={items} />;
}

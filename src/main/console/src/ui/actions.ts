import { actionOf, type Action } from "../keys/shortcuts.js";
import type { Console } from "../state/console.js";
import { isDark } from "../state/look.js";
import { copyText } from "./clipboard.js";

/** Does what a key says, before anything else on the page sees the key. */
export function listenForKeys(console: Console): () => void {
    const pressed = (event: KeyboardEvent) => {
        if (document.querySelector("dialog[open]") !== null) return;
        const action = actionOf(event, console.settings.prefix.value) ?? (isHelpKey(event) ? "help" : null);
        if (action === null) return;
        event.preventDefault();
        event.stopPropagation();
        act(console, action);
    };
    document.addEventListener("keydown", pressed, { capture: true });
    return () => document.removeEventListener("keydown", pressed, { capture: true });
}

function isHelpKey(event: KeyboardEvent): boolean {
    const target = event.target as HTMLElement;
    return (
        event.key === "?" && !event.ctrlKey && !event.altKey && !target.closest("input, textarea, select, .emulator")
    );
}

function act(console: Console, action: Action): void {
    const { workspace, settings } = console;
    const pane = workspace.activePane.value;
    const live = pane?.kind === "live" ? pane : null;
    const open = !console.guest;
    switch (action) {
        case "terminal":
            if (open) console.open.terminal();
            break;
        case "run":
            if (open) console.dialog.value = { kind: "run", where: "anywhere" };
            break;
        case "split-right":
            if (open) console.open.terminal("row");
            break;
        case "split-down":
            if (open) console.open.terminal("column");
            break;
        case "close":
            if (open && pane !== null) console.close(pane);
            break;
        case "zoom":
            workspace.toggleZoom();
            break;
        case "even":
            workspace.even();
            break;
        case "left":
        case "right":
        case "up":
        case "down":
            workspace.go(action);
            console.focusActive();
            break;
        case "find":
            if (pane !== null) pane.searching.value = !pane.searching.value;
            break;
        case "share":
            if (open && live !== null) console.dialog.value = { kind: "share", about: live.about };
            break;
        case "drive":
            if (live !== null) void console.control.drive(live);
            break;
        case "replay":
            if (live !== null) console.open.replayOf(live);
            break;
        case "copy":
            if (pane !== null && pane.emulator.selection !== "") void copyText(pane.emulator.selection);
            break;
        case "list":
            console.place.value = "processes";
            document.querySelector<HTMLElement>("#processes input")?.focus();
            break;
        case "screen-reader":
            settings.screenReader.value = !settings.screenReader.value;
            console.notes.add(`Screen reader mode is ${settings.screenReader.value ? "on" : "off"}`);
            break;
        case "theme":
            settings.theme.value = isDark(settings) ? "light" : "dark";
            break;
        case "help":
            console.dialog.value = { kind: "help" };
            break;
    }
}

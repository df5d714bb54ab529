/** Which keys do what. Everything is behind one prefix, so that a terminal gets all other keys. */

export const PREFIXES = ["Ctrl+Shift", "Alt+Shift", "Ctrl+Alt"] as const;
export type Prefix = (typeof PREFIXES)[number];

export type Action =
    | "terminal"
    | "run"
    | "split-right"
    | "split-down"
    | "close"
    | "zoom"
    | "even"
    | "left"
    | "right"
    | "up"
    | "down"
    | "find"
    | "share"
    | "drive"
    | "replay"
    | "copy"
    | "list"
    | "screen-reader"
    | "theme"
    | "help";

export interface Shortcut {
    readonly action: Action;
    /** `KeyboardEvent.code`: where the key is, as its letter may be another with the prefix. */
    readonly code: string;
    readonly key: string;
    readonly text: string;
}

export const SHORTCUTS: readonly Shortcut[] = [
    { action: "terminal", code: "Enter", key: "Enter", text: "Open a terminal" },
    { action: "run", code: "KeyK", key: "K", text: "Run a command" },
    { action: "split-right", code: "KeyE", key: "E", text: "Open a terminal to the right" },
    { action: "split-down", code: "KeyO", key: "O", text: "Open a terminal below" },
    { action: "close", code: "KeyX", key: "X", text: "Close the pane; its process goes on" },
    { action: "zoom", code: "KeyZ", key: "Z", text: "Fill the workspace with the pane, and back" },
    { action: "even", code: "Equal", key: "=", text: "Make all panes equally large" },
    { action: "left", code: "ArrowLeft", key: "←", text: "Go to the pane on the left" },
    { action: "right", code: "ArrowRight", key: "→", text: "Go to the pane on the right" },
    { action: "up", code: "ArrowUp", key: "↑", text: "Go to the pane above" },
    { action: "down", code: "ArrowDown", key: "↓", text: "Go to the pane below" },
    { action: "find", code: "KeyF", key: "F", text: "Search in the output" },
    { action: "share", code: "KeyL", key: "L", text: "Share a link" },
    { action: "drive", code: "KeyD", key: "D", text: "Drive: ask, take or hand back" },
    { action: "replay", code: "KeyP", key: "P", text: "Replay" },
    { action: "copy", code: "KeyC", key: "C", text: "Copy what is selected" },
    { action: "list", code: "KeyS", key: "S", text: "Go to the list of processes" },
    { action: "screen-reader", code: "KeyU", key: "U", text: "Screen reader mode on or off" },
    { action: "theme", code: "KeyY", key: "Y", text: "Dark or light" },
    { action: "help", code: "Slash", key: "?", text: "Show this list" },
];

/** The part of a KeyboardEvent that counts. */
export interface Pressed {
    readonly code: string;
    readonly key: string;
    readonly ctrlKey: boolean;
    readonly shiftKey: boolean;
    readonly altKey: boolean;
    readonly metaKey: boolean;
}

/** What a key press means, or null if it is not for the console. */
export function actionOf(pressed: Pressed, prefix: Prefix): Action | null {
    const wanted = prefix.split("+");
    const held =
        pressed.ctrlKey === wanted.includes("Ctrl") &&
        pressed.shiftKey === wanted.includes("Shift") &&
        pressed.altKey === wanted.includes("Alt") &&
        !pressed.metaKey;
    if (!held) return null;
    return SHORTCUTS.find(shortcut => shortcut.code === pressed.code)?.action ?? null;
}

export function shortcutText(action: Action, prefix: Prefix): string {
    const shortcut = SHORTCUTS.find(candidate => candidate.action === action)!;
    return `${prefix}+${shortcut.key}`;
}

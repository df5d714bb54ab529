import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Console } from "../state/console.js";
import { shortcutText, type Action } from "../keys/shortcuts.js";

export const ConsoleContext = createContext<Console | null>(null);

export function useConsole(): Console {
    return useContext(ConsoleContext)!;
}

/** Text for a button's tooltip, with the keys that do the same. */
export function useHint(): (text: string, action: Action) => string {
    const prefix = useConsole().settings.prefix.value;
    return (text, action) => `${text} (${shortcutText(action, prefix)})`;
}

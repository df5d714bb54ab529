import { effect, signal, type Signal } from "@preact/signals";
import { PREFIXES, type Prefix } from "../keys/shortcuts.js";

/** What a person has chosen, kept in the browser. Nothing secret. */
export interface Settings {
    readonly theme: Signal<"system" | "dark" | "light">;
    readonly prefix: Signal<Prefix>;
    readonly fontSize: Signal<number>;
    readonly screenReader: Signal<boolean>;
    /** What others see of who drives. */
    readonly name: Signal<string>;
}

const KEY = "execbus.settings";
const THEMES = ["system", "dark", "light"] as const;

export function loadSettings(storage: Storage): Settings {
    const kept = read(storage);
    const settings: Settings = {
        theme: signal(THEMES.find(theme => theme === kept.theme) ?? "system"),
        prefix: signal(PREFIXES.find(prefix => prefix === kept.prefix) ?? "Ctrl+Shift"),
        fontSize: signal(
            typeof kept.fontSize === "number" && kept.fontSize >= 8 && kept.fontSize <= 28 ? kept.fontSize : 13,
        ),
        screenReader: signal(kept.screenReader === true),
        name: signal(typeof kept.name === "string" ? kept.name.slice(0, 64) : ""),
    };
    effect(() => {
        const values = Object.fromEntries(
            Object.entries(settings).map(([name, value]) => [name, (value as Signal).value]),
        );
        try {
            storage.setItem(KEY, JSON.stringify(values));
        } catch {
            // a browser that keeps nothing: the choice lasts as long as the page
        }
    });
    return settings;
}

function read(storage: Storage): Record<string, unknown> {
    try {
        return (JSON.parse(storage.getItem(KEY) ?? "{}") as Record<string, unknown>) ?? {};
    } catch {
        return {};
    }
}

import { signal } from "@preact/signals";
import type { Look } from "../terminal/emulator.js";
import { DARK, LIGHT } from "../terminal/theme.js";
import type { Settings } from "./settings.js";

const preference = matchMedia("(prefers-color-scheme: dark)");
const systemIsDark = signal(preference.matches);
preference.addEventListener("change", () => (systemIsDark.value = preference.matches));

export function isDark(settings: Settings): boolean {
    return settings.theme.value === "system" ? systemIsDark.value : settings.theme.value === "dark";
}

/** How terminals look by what was chosen. */
export function lookOf(settings: Settings): Look {
    return {
        theme: isDark(settings) ? DARK : LIGHT,
        fontSize: settings.fontSize.value,
        screenReader: settings.screenReader.value,
    };
}

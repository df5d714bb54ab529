import type { ITheme } from "@xterm/xterm";

/** Colours of the terminals. */
export const DARK: ITheme = {
    background: "#0c1016",
    foreground: "#d5dce6",
    cursor: "#5fd4b8",
    cursorAccent: "#0c1016",
    selectionBackground: "#2c4a5a",
    selectionInactiveBackground: "#263340",
    black: "#1b222c",
    red: "#f07c7c",
    green: "#7fcf8f",
    yellow: "#e5c07b",
    blue: "#7ab0f5",
    magenta: "#c79bf0",
    cyan: "#66cfd6",
    white: "#c5cdd9",
    brightBlack: "#66717f",
    brightRed: "#ff9d9a",
    brightGreen: "#a2e3ad",
    brightYellow: "#f4d799",
    brightBlue: "#a3c9ff",
    brightMagenta: "#dcbcff",
    brightCyan: "#95e5ea",
    brightWhite: "#f3f6fa",
    scrollbarSliderBackground: "#8b96a733",
    scrollbarSliderHoverBackground: "#8b96a755",
    scrollbarSliderActiveBackground: "#8b96a777",
};

export const LIGHT: ITheme = {
    background: "#fdfdfe",
    foreground: "#232c38",
    cursor: "#0d7f69",
    cursorAccent: "#fdfdfe",
    selectionBackground: "#bfe0ea",
    selectionInactiveBackground: "#dbe5ec",
    black: "#232c38",
    red: "#b93838",
    green: "#2b7d3e",
    yellow: "#8d6708",
    blue: "#2760b8",
    magenta: "#8440b8",
    cyan: "#0d747d",
    white: "#6f7b8a",
    brightBlack: "#5b6675",
    brightRed: "#d04747",
    brightGreen: "#338f49",
    brightYellow: "#a2780f",
    brightBlue: "#3873d1",
    brightMagenta: "#9a55cf",
    brightCyan: "#168a94",
    brightWhite: "#3a4553",
    scrollbarSliderBackground: "#5b687833",
    scrollbarSliderHoverBackground: "#5b687855",
    scrollbarSliderActiveBackground: "#5b687877",
};

export const FOUND_DARK = {
    matchBackground: "#5e4a14",
    matchOverviewRuler: "#d9a93f",
    activeMatchBackground: "#a85a1c",
    activeMatchColorOverviewRuler: "#ff9a4d",
};

export const FOUND_LIGHT = {
    matchBackground: "#fbe3a4",
    matchOverviewRuler: "#c79a2a",
    activeMatchBackground: "#f7b27a",
    activeMatchColorOverviewRuler: "#d9772f",
};

export const FONT =
    'ui-monospace, "SF Mono", "Cascadia Mono", "JetBrains Mono", "Fira Code", Menlo, Consolas, "DejaVu Sans Mono", "Liberation Mono", monospace';

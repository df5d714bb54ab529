/** The character a terminal gets for a key with Ctrl, or the text as it was where there is none. */
export function withCtrl(text: string): string {
    if (text.length !== 1) return text;
    if (text === "?") return "\x7f";
    if (text === " ") return "\0";
    const code = text.toUpperCase().charCodeAt(0);
    return code >= 0x40 && code <= 0x5f ? String.fromCharCode(code - 0x40) : text;
}

export type Arrow = "up" | "down" | "left" | "right";
const LETTERS: Record<Arrow, string> = { up: "A", down: "B", right: "C", left: "D" };

/** What an arrow key sends; programs on the whole screen often ask for the other form. */
export function arrowKey(arrow: Arrow, applicationCursor: boolean, ctrl: boolean): string {
    if (ctrl) return `\x1b[1;5${LETTERS[arrow]}`;
    return `\x1b${applicationCursor ? "O" : "["}${LETTERS[arrow]}`;
}

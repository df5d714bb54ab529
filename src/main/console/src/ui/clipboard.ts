/** Copies text; also on pages without TLS, where the browser has no clipboard to offer. */
export async function copyText(text: string): Promise<boolean> {
    if (navigator.clipboard !== undefined) {
        try {
            await navigator.clipboard.writeText(text);
            return true;
        } catch {
            // not allowed; the old way may be
        }
    }
    const area = document.createElement("textarea");
    area.className = "visually-hidden";
    area.value = text;
    (document.querySelector("dialog[open]") ?? document.body).append(area);
    const before = document.activeElement;
    area.select();
    const copied = document.execCommand("copy");
    area.remove();
    if (before instanceof HTMLElement) before.focus();
    return copied;
}

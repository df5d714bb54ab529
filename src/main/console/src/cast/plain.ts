/**
 * Text without the sequences that steer a terminal. Keeps its place between pieces, which may end anywhere.
 * A carriage return before a line's end goes away, too; others become line ends, so that progress bars stay readable.
 */
export class PlainText {
    #state: "text" | "escape" | "csi" | "string" | "string-escape" | "charset" = "text";
    #return = false;

    add(text: string): string {
        let plain = "";
        for (let i = 0; i < text.length; i++) {
            const char = text[i]!;
            const code = text.charCodeAt(i);
            switch (this.#state) {
                case "text":
                    plain += this.#text(char, code);
                    break;
                case "escape":
                    this.#state = afterEscape(char);
                    break;
                case "csi":
                    if (code >= 0x40 && code <= 0x7e) this.#state = "text";
                    else if (code === 0x1b) this.#state = "escape";
                    break;
                case "string":
                    if (code === 0x07 || code === 0x9c) this.#state = "text";
                    else if (code === 0x1b) this.#state = "string-escape";
                    break;
                case "string-escape":
                    this.#state = char === "\\" ? "text" : afterEscape(char);
                    break;
                case "charset":
                    this.#state = "text";
                    break;
            }
        }
        return plain;
    }

    #text(char: string, code: number): string {
        if (this.#return) {
            if (char === "\r") return "";
            this.#return = false;
            if (char === "\n") return "\n";
            return "\n" + this.#text(char, code);
        }
        if (char === "\r") {
            this.#return = true;
            return "";
        }
        if (code === 0x1b) {
            this.#state = "escape";
            return "";
        }
        return char === "\n" || char === "\t" || (code >= 0x20 && code !== 0x7f && !(code >= 0x80 && code < 0xa0))
            ? char
            : "";
    }
}

function afterEscape(char: string): "csi" | "string" | "charset" | "text" {
    if (char === "[") return "csi";
    if (char === "]" || char === "P" || char === "_" || char === "^" || char === "X") return "string";
    if (char === "(" || char === ")" || char === "#" || char === " ") return "charset";
    return "text";
}

/**
 * A line of words as a shell would split it: quotes and backslashes, nothing else. Throws on a quote that is not
 * closed.
 */
export function words(line: string): string[] {
    const result: string[] = [];
    let word: string | null = null;
    let quote: "'" | '"' | null = null;
    for (let i = 0; i < line.length; i++) {
        const char = line[i]!;
        if (quote === "'") {
            if (char === "'") quote = null;
            else word += char;
        } else if (char === "\\" && (quote === null || '"\\$`'.includes(line[i + 1] ?? ""))) {
            if (i + 1 === line.length) throw new Error("nothing follows the last backslash");
            word = (word ?? "") + line[++i]!;
        } else if (quote === '"') {
            if (char === '"') quote = null;
            else word += char;
        } else if (char === "'" || char === '"') {
            quote = char;
            word ??= "";
        } else if (/\s/.test(char)) {
            if (word !== null) result.push(word);
            word = null;
        } else {
            word = (word ?? "") + char;
        }
    }
    if (quote !== null) throw new Error(`a quote ${quote} is not closed`);
    if (word !== null) result.push(word);
    return result;
}

/** The `file:` URI of an absolute path. */
export function fileUri(path: string): string {
    if (!path.startsWith("/")) throw new Error("the directory must be an absolute path");
    return "file://" + path.split("/").map(encodeURIComponent).join("/");
}

/** The path of a `file:` URI, or what was given where it is none. */
export function pathOf(uri: string): string {
    if (!uri.startsWith("file://")) return uri;
    try {
        return decodeURIComponent(uri.slice("file://".length)) || "/";
    } catch {
        return uri;
    }
}

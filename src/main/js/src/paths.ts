/** A path on the server, `/like/this`, or a `file:` URI. */
export function toUri(path: string): string {
    if (path.startsWith("file:")) {
        return path;
    }
    if (!path.startsWith("/")) {
        throw new TypeError(`expected an absolute path or a file: URI, not ${JSON.stringify(path)}`);
    }
    return `file://${path.split("/").map(encodeURIComponent).join("/")}`;
}

/** The path that a `file:` URI stands for; a URI that is none is returned as it is. */
export function toPath(uri: string): string {
    if (!uri.startsWith("file://")) {
        return uri;
    }
    try {
        return decodeURIComponent(uri.slice("file://".length));
    } catch {
        return uri;
    }
}

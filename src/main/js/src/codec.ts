interface NodeBuffer {
    from(text: string, encoding: "base64"): Uint8Array;
    from(buffer: ArrayBufferLike, offset: number, length: number): { toString(encoding: "base64"): string };
}

const buffer = (globalThis as { Buffer?: NodeBuffer }).Buffer;
const native = Uint8Array as unknown as { fromBase64?: (text: string) => Uint8Array };
const encoder = new TextEncoder();

/** `String.fromCharCode` takes its characters as arguments, of which there may not be too many. */
const MOST_ARGUMENTS = 8192;

export function toBase64(bytes: Uint8Array): string {
    const own = (bytes as { toBase64?: () => string }).toBase64;
    if (own) {
        return own.call(bytes);
    }
    if (buffer) {
        return buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
    }
    let text = "";
    for (let from = 0; from < bytes.length; from += MOST_ARGUMENTS) {
        text += String.fromCharCode(...bytes.subarray(from, from + MOST_ARGUMENTS));
    }
    return btoa(text);
}

export function fromBase64(text: string): Uint8Array {
    if (native.fromBase64) {
        return native.fromBase64(text);
    }
    if (buffer) {
        return new Uint8Array(buffer.from(text, "base64"));
    }
    const decoded = atob(text);
    const bytes = new Uint8Array(decoded.length);
    for (let i = 0; i < decoded.length; i++) {
        bytes[i] = decoded.charCodeAt(i);
    }
    return bytes;
}

export function toBytes(data: string | Uint8Array): Uint8Array {
    return typeof data === "string" ? encoder.encode(data) : data;
}

/** How many bytes the base64 text stands for, without decoding it. */
export function decodedLength(text: string): number {
    const padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
    return (text.length / 4) * 3 - padding;
}

/** 96 random bits; also where `crypto.randomUUID` is missing, on pages without TLS. */
export function randomName(): string {
    const bytes = crypto.getRandomValues(new Uint8Array(12));
    return Array.from(bytes, byte => byte.toString(16).padStart(2, "0")).join("");
}

import { createHash } from "node:crypto";
import type { Chunk } from "../../src/feed.js";

/** A script that prints so many bytes of numbered lines. */
export function numbersScript(size: number): string {
    return `seq 1 100000000 2>/dev/null | head -c ${size}`;
}

export function numbers(size: number): Buffer {
    const parts: string[] = [];
    let length = 0;
    for (let i = 1; length < size; i++) {
        const line = `${i}\n`;
        parts.push(line);
        length += line.length;
    }
    return Buffer.from(parts.join("")).subarray(0, size);
}

export function sha256(bytes: Uint8Array): string {
    return createHash("sha256").update(bytes).digest("hex");
}

/** How much was printed, its digest, and whether each number came after a smaller one. */
export interface Told {
    bytes: number;
    sha256: string;
    inOrder: boolean;
}

export async function digestOf(output: AsyncIterable<Pick<Chunk, "seq" | "bytes">>): Promise<Told> {
    const hash = createHash("sha256");
    let bytes = 0;
    let last = 0;
    let inOrder = true;
    for await (const chunk of output) {
        hash.update(chunk.bytes);
        bytes += chunk.bytes.length;
        inOrder &&= chunk.seq > last;
        last = chunk.seq;
    }
    return { bytes, sha256: hash.digest("hex"), inOrder };
}

export function digestOfNumbers(size: number): Told {
    return { bytes: size, sha256: sha256(numbers(size)), inOrder: true };
}

/** The same, with a pause after every so many. */
export async function* slowly<T>(output: AsyncIterable<T>, every: number, ms: number): AsyncGenerator<T> {
    let count = 0;
    for await (const item of output) {
        if (++count % every === 0) {
            await new Promise(resolve => setTimeout(resolve, ms));
        }
        yield item;
    }
}

/** Reads until the text ends with this. */
export async function textUntil(output: AsyncIterable<{ bytes: Uint8Array }>, end: string): Promise<string> {
    let text = "";
    for await (const { bytes } of output) {
        text += Buffer.from(bytes).toString();
        if (text.endsWith(end)) {
            return text;
        }
    }
    throw new Error(`the output ended with ${JSON.stringify(text.slice(-200))}`);
}

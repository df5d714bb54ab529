import type { Client } from "execbus";
import type { Target } from "./processView.js";
import { PlainText } from "../cast/plain.js";
import { RecordingReader } from "../cast/recording.js";

/** What one browser page can reasonably hold. */
export const LONGEST_RECORDING = 256 << 20;

/** Fetches the pages of a recording, one after the other. Returns false if it was too long and has been cut. */
export async function fetchRecording(
    client: Client,
    target: Target,
    take: (text: string) => void,
    wanted: () => boolean = () => true,
): Promise<boolean> {
    let length = 0;
    for await (const page of client.export(target)) {
        if (length > LONGEST_RECORDING) return false;
        length += page.length;
        take(page);
        if (!wanted()) break;
    }
    return true;
}

/** The recording as a file. */
export async function recordingFile(client: Client, target: Target): Promise<{ blob: Blob; complete: boolean }> {
    const pages: string[] = [];
    const complete = await fetchRecording(client, target, text => pages.push(text));
    return { blob: new Blob(pages, { type: "application/x-asciicast" }), complete };
}

/** All that was printed, as text without what steers a terminal. */
export async function logFile(client: Client, target: Target): Promise<{ blob: Blob; complete: boolean }> {
    const reader = new RecordingReader();
    const complete = await fetchRecording(client, target, text => reader.add(text));
    const plain = new PlainText();
    const pieces = reader.finish().events.map(event => (event.kind === "output" ? plain.add(event.text) : ""));
    return { blob: new Blob(pieces, { type: "text/plain;charset=utf-8" }), complete };
}

export function save(blob: Blob, name: string): void {
    const url = URL.createObjectURL(blob);
    const anchor = document.createElement("a");
    anchor.href = url;
    anchor.download = name
        .replace(/[^\w.-]+/g, "-")
        .replace(/^-+/, "")
        .slice(-80);
    anchor.click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

import { signal } from "@preact/signals";

/** Something small that happened. Shown for a while, and read out by screen readers. */
export interface Note {
    readonly id: number;
    /** What it is about: a newer note about the same takes its place. */
    readonly about: string;
    readonly text: string;
    readonly kind: "good" | "plain" | "bad";
    readonly action: { readonly text: string; readonly run: () => void } | null;
}

const SHOWN_MS = { good: 4_000, plain: 6_000, bad: 10_000 };
const MOST = 4;

export class Notes {
    readonly shown = signal<readonly Note[]>([]);
    #next = 1;

    add(text: string, kind: Note["kind"] = "plain", action: Note["action"] = null, about = text): void {
        const note: Note = { id: this.#next++, about, text, kind, action };
        this.shown.value = [...this.shown.value.filter(other => other.about !== about), note].slice(-MOST);
        setTimeout(() => this.drop(note.id), SHOWN_MS[kind]);
    }

    drop(id: number): void {
        this.shown.value = this.shown.value.filter(note => note.id !== id);
    }
}

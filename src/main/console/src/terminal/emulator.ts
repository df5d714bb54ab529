import { signal } from "@preact/signals";
import { FitAddon } from "@xterm/addon-fit";
import { SearchAddon } from "@xterm/addon-search";
import { Unicode11Addon } from "@xterm/addon-unicode11";
import { Terminal, type ITheme } from "@xterm/xterm";
import type { Size } from "execbus";
import type { Screen } from "../wire/processView.js";
import { FONT } from "./theme.js";

export interface Look {
    readonly theme: ITheme;
    readonly fontSize: number;
    readonly screenReader: boolean;
}

const SCROLLBACK = 20_000;
const SMALLEST_FONT = 6;
const FONT_STEP = 0.25;
/** What the fit add-on leaves free, too. */
const SCROLL_BAR = 14;
/** In its place among what is written, other than a call. */
const RESET = "\x1bc";
const RED = new TextEncoder().encode("\x1b[31m");
const RED_END = new TextEncoder().encode("\x1b[39m");

/**
 * One terminal on the page. It fills its element as long as nobody else decides on its size; otherwise its letters
 * become so small that all of it can be seen.
 */
export class Emulator implements Screen {
    readonly element = document.createElement("div");
    readonly title = signal<string | null>(null);
    readonly search = new SearchAddon();
    /** What was typed, pasted, or answered by the terminal itself. */
    onTyped: (text: string) => void = () => {};
    onBinary: (bytes: Uint8Array) => void = () => {};
    /** The first time it is known, and whenever the element has another size. */
    onFitted: (size: Size) => void = () => {};
    /** A key was pressed that goes nowhere, because somebody else drives. */
    onIdleKey: () => void = () => {};

    readonly #terminal: Terminal;
    readonly #fit = new FitAddon();
    readonly #resized: ResizeObserver;
    #fontSize: number;
    #drives = false;
    /** The size of the process's own terminal, if it has one and said so. */
    #told: Size | null = null;
    /** Until the terminal has taken in what it begins with, which is made for one size. */
    #beginning = 0;
    #opened = false;

    constructor(look: Look, label: string) {
        this.#fontSize = look.fontSize;
        this.#terminal = new Terminal({
            allowProposedApi: true,
            cursorBlink: false,
            cursorInactiveStyle: "outline",
            disableStdin: true,
            fontFamily: FONT,
            fontSize: look.fontSize,
            lineHeight: 1.15,
            macOptionIsMeta: true,
            minimumContrastRatio: 1,
            rightClickSelectsWord: true,
            screenReaderMode: look.screenReader,
            scrollback: SCROLLBACK,
            theme: look.theme,
        });
        this.#terminal.loadAddon(this.#fit);
        this.#terminal.loadAddon(this.search);
        this.#terminal.loadAddon(new Unicode11Addon());
        this.#terminal.unicode.activeVersion = "11";
        this.#terminal.onData(text => this.onTyped(text));
        this.#terminal.onBinary(text => this.onBinary(Uint8Array.from(text, char => char.charCodeAt(0))));
        this.#terminal.onTitleChange(title => (this.title.value = title.trim() || null));
        this.#terminal.attachCustomKeyEventHandler(event => this.#takesKey(event));
        this.element.className = "emulator";
        this.#resized = new ResizeObserver(() => this.fit());
        this.relabel(label);
    }

    /** Puts the terminal into the page. */
    mount(parent: HTMLElement): void {
        parent.append(this.element);
        if (!this.#opened) {
            this.#opened = true;
            this.#terminal.open(this.element);
            this.#resized.observe(this.element);
        }
        this.fit();
    }

    get size(): Size {
        return { rows: this.#terminal.rows, cols: this.#terminal.cols };
    }

    get applicationCursor(): boolean {
        return this.#terminal.modes.applicationCursorKeysMode;
    }

    /** Whether keys go anywhere, and whether the size is this element's. */
    drive(drives: boolean): void {
        this.#terminal.options.disableStdin = !drives;
        if (drives === this.#drives) return;
        this.#drives = drives;
        this.fit();
    }

    /** Whether line ends come without carriage returns. */
    pipes(pipes: boolean): void {
        this.#terminal.options.convertEol = pipes;
        this.#terminal.options.cursorInactiveStyle = pipes ? "none" : "outline";
    }

    /** Behind all that was written before, like everything that changes the terminal. */
    resizedTo(size: Size): void {
        this.#terminal.write("", () => {
            this.#told = size;
            this.fit();
        });
    }

    restart(snapshot: Uint8Array | null, size: Size | null): void {
        this.#beginning++;
        this.#terminal.write(RESET, () => {
            this.#told = size;
            if (size !== null) this.#terminal.resize(size.cols, size.rows);
        });
        this.#terminal.write(snapshot ?? "", () => {
            this.#beginning--;
            this.fit();
        });
    }

    write(bytes: Uint8Array, stream: "stdout" | "stderr" | "pty", parsed: () => void): void {
        if (stream === "stderr") this.#terminal.write(RED);
        this.#terminal.write(bytes, stream === "stderr" ? undefined : parsed);
        if (stream === "stderr") this.#terminal.write(RED_END, parsed);
    }

    /** Of a recording. */
    writeText(text: string): void {
        this.#terminal.write(text);
    }

    look(look: Look): void {
        this.#terminal.options.theme = look.theme;
        this.#terminal.options.screenReaderMode = look.screenReader;
        if (look.fontSize !== this.#fontSize) {
            this.#fontSize = look.fontSize;
            this.#terminal.options.fontSize = look.fontSize;
            this.fit();
        }
    }

    relabel(label: string): void {
        this.element.setAttribute("role", "group");
        this.element.setAttribute("aria-label", label);
        this.#terminal.textarea?.setAttribute("aria-label", label);
    }

    focus(): void {
        this.#terminal.focus();
    }

    get selection(): string {
        return this.#terminal.getSelection();
    }

    /** Who only watches leaves the terminal with Tab, as any other part of the page. */
    #takesKey(event: KeyboardEvent): boolean {
        if (!this.#terminal.options.disableStdin) return true;
        if (event.type === "keydown" && event.key.length === 1 && !event.ctrlKey && !event.metaKey) this.onIdleKey();
        return event.key !== "Tab";
    }

    fit(): void {
        if (!this.#opened || this.#beginning > 0) return;
        if (this.element.clientWidth === 0 || this.element.clientHeight === 0) return;
        const given = this.#drives ? null : this.#told;
        this.element.classList.toggle("given", given !== null);
        if (given === null) this.#fill();
        else this.#shrink(given);
        this.onFitted(given === null ? this.size : this.#room());
    }

    #fill(): void {
        if (this.#terminal.options.fontSize !== this.#fontSize) this.#terminal.options.fontSize = this.#fontSize;
        this.#fit.fit();
    }

    /** What would fit with letters of the usual size. */
    #room(): Size {
        const cell = this.#cell();
        if (cell === null) return this.size;
        return {
            rows: Math.max(2, Math.floor(this.element.clientHeight / (cell.height * this.#fontSize))),
            cols: Math.max(2, Math.floor((this.element.clientWidth - SCROLL_BAR) / (cell.width * this.#fontSize))),
        };
    }

    #shrink(size: Size): void {
        if (size.rows !== this.#terminal.rows || size.cols !== this.#terminal.cols) {
            this.#terminal.resize(size.cols, size.rows);
        }
        const cell = this.#cell();
        if (cell === null) return;
        const width = this.element.clientWidth - SCROLL_BAR;
        const height = this.element.clientHeight;
        const wide = width / (size.cols * cell.width);
        const high = height / (size.rows * cell.height);
        let font = Math.floor(Math.min(this.#fontSize, wide + 0.5, high + 0.5) / FONT_STEP) * FONT_STEP;
        for (; ; font -= FONT_STEP) {
            this.#terminal.options.fontSize = Math.max(SMALLEST_FONT, font);
            // Lines are whole pixels high, so that it cannot be known before.
            const screen = this.element.querySelector<HTMLElement>(".xterm-screen")!;
            if (font <= SMALLEST_FONT || (screen.clientWidth <= width && screen.clientHeight <= height)) return;
        }
    }

    /** A character's size with letters of one pixel. */
    #cell(): { width: number; height: number } | null {
        const screen = this.element.querySelector<HTMLElement>(".xterm-screen");
        if (screen === null || screen.clientWidth === 0) return null;
        const font = this.#terminal.options.fontSize!;
        return {
            width: screen.clientWidth / this.#terminal.cols / font,
            height: screen.clientHeight / this.#terminal.rows / font,
        };
    }

    dispose(): void {
        this.#resized.disconnect();
        this.#terminal.dispose();
        this.element.remove();
    }
}

import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { isDark } from "../state/look.js";
import type { LivePane } from "../state/livePane.js";
import type { ReplayPane } from "../state/replayPane.js";
import type { Pane } from "../state/workspace.js";
import { FOUND_DARK, FOUND_LIGHT } from "../terminal/theme.js";
import { many } from "../text/format.js";
import { IconButton } from "./Button.js";
import { useConsole } from "./context.js";

export function SearchBar({ pane }: { pane: Pane }) {
    return pane.kind === "live" ? <SearchScreen pane={pane} /> : <SearchRecording pane={pane} />;
}

interface BarProps {
    readonly label: string;
    readonly result: string;
    readonly value: string;
    readonly onText: (text: string) => void;
    readonly onStep: (direction: 1 | -1) => void;
    readonly onClose: () => void;
    readonly options?: readonly { text: string; label: string; on: boolean; toggle: () => void }[];
}

function Bar({ label, result, value, onText, onStep, onClose, options }: BarProps) {
    const input = useRef<HTMLInputElement>(null);
    useEffect(() => input.current!.focus(), []);
    const press = (event: KeyboardEvent) => {
        if (event.key === "Escape") onClose();
        else if (event.key === "Enter") onStep(event.shiftKey ? -1 : 1);
        else return;
        event.preventDefault();
        event.stopPropagation();
    };
    return (
        <div class="bar find" role="search" aria-label={label} onKeyDown={press}>
            <input
                ref={input}
                type="search"
                aria-label={label}
                placeholder={label}
                spellcheck={false}
                value={value}
                onInput={event => onText(event.currentTarget.value)}
            />
            {options?.map(option => (
                <button
                    key={option.text}
                    type="button"
                    class="toggle"
                    aria-pressed={option.on}
                    aria-label={option.label}
                    title={option.label}
                    onClick={option.toggle}
                >
                    {option.text}
                </button>
            ))}
            <span class="find-result" role="status" data-testid="find-result">
                {result}
            </span>
            <IconButton icon="up" label="Previous" hint="Previous (Shift+Enter)" onClick={() => onStep(-1)} />
            <IconButton icon="down2" label="Next" hint="Next (Enter)" onClick={() => onStep(1)} />
            <IconButton icon="close" label="End the search" hint="End the search (Escape)" onClick={onClose} />
        </div>
    );
}

/** Searches what the terminal still has. */
function SearchScreen({ pane }: { pane: LivePane }) {
    const text = useSignal("");
    const sensitive = useSignal(false);
    const pattern = useSignal(false);
    const result = useSignal("");
    const { search } = pane.emulator;
    const { settings } = useConsole();
    useEffect(() => {
        const listening = search.onDidChangeResults(({ resultIndex, resultCount }) => {
            result.value =
                resultCount === 0
                    ? "nothing"
                    : resultIndex < 0
                      ? many(resultCount, "place")
                      : `${resultIndex + 1} of ${resultCount}`;
        });
        return () => {
            listening.dispose();
            search.clearDecorations();
        };
    }, [search]);
    const find = (direction: 1 | -1, incremental: boolean) => {
        if (text.value === "") {
            search.clearDecorations();
            result.value = "";
            return;
        }
        const options = {
            caseSensitive: sensitive.value,
            regex: pattern.value,
            incremental,
            decorations: isDark(settings) ? FOUND_DARK : FOUND_LIGHT,
        };
        try {
            if (direction === 1) search.findNext(text.value, options);
            else search.findPrevious(text.value, { ...options, incremental: false });
        } catch {
            result.value = "not a pattern";
        }
    };
    const toggle = (option: { value: boolean }) => () => {
        option.value = !option.value;
        find(1, true);
    };
    return (
        <Bar
            label="Search in the output"
            result={result.value}
            value={text.value}
            onText={next => {
                text.value = next;
                find(-1, true);
            }}
            onStep={direction => find(direction === 1 ? -1 : 1, false)}
            onClose={() => {
                pane.searching.value = false;
                pane.emulator.focus();
            }}
            options={[
                { text: "Aa", label: "Match case", on: sensitive.value, toggle: toggle(sensitive) },
                { text: ".*", label: "Regular expression", on: pattern.value, toggle: toggle(pattern) },
            ]}
        />
    );
}

/** Searches the whole recording, and goes to the time when it was printed. */
function SearchRecording({ pane }: { pane: ReplayPane }) {
    const found = pane.found.value.length;
    return (
        <Bar
            label="Search in the recording"
            result={pane.wanted.value === "" ? "" : found === 0 ? "nothing" : many(found, "place")}
            value={pane.wanted.value}
            onText={text => (pane.wanted.value = text)}
            onStep={direction => pane.seekFound(direction)}
            onClose={() => {
                pane.searching.value = false;
                pane.wanted.value = "";
                pane.emulator.focus();
            }}
        />
    );
}

import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Where } from "../state/opener.js";
import { fileUri, pathOf, words } from "../text/argv.js";
import { messageOf } from "../text/message.js";
import { Button, IconButton } from "./Button.js";
import { useConsole } from "./context.js";
import { Dialog } from "./Dialog.js";

interface Variable {
    readonly key: number;
    readonly name: string;
    readonly value: string;
}

/** Starts a command with a directory, variables, and a terminal or pipes. */
export function RunDialog({ where }: { where: Where }) {
    const console = useConsole();
    const { cwd, userHomeDir } = console.open.environment;
    const command = useSignal("");
    const directory = useSignal(pathOf(cwd ?? userHomeDir ?? "file:///"));
    const shell = useSignal(true);
    const tty = useSignal(true);
    const stdin = useSignal(false);
    const variables = useSignal<readonly Variable[]>([]);
    const failure = useSignal<string | null>(null);
    const close = () => (console.dialog.value = null);

    const submit = (event: Event) => {
        event.preventDefault();
        try {
            const line = command.value.trim();
            const argv = shell.value ? [console.open.shell, "-c", line] : words(line);
            if (line === "" || argv.length === 0) throw new Error("Say what to run.");
            const named = variables.value.filter(({ name }) => name !== "");
            const env = Object.fromEntries(named.map(({ name, value }) => [name, value]));
            close();
            console.open.run(
                { argv, cwd: fileUri(directory.value.trim()), env, tty: tty.value, pipeStdin: stdin.value },
                line,
                where,
            );
        } catch (problem) {
            failure.value = messageOf(problem);
        }
    };
    return (
        <Dialog title="Run a command" onClose={close}>
            <form class="form" onSubmit={submit}>
                <label class="field">
                    <span>Command</span>
                    <input
                        class="mono"
                        type="text"
                        autofocus
                        required
                        spellcheck={false}
                        autocapitalize="off"
                        autocomplete="off"
                        placeholder="npm test -- --watch"
                        value={command.value}
                        onInput={event => (command.value = event.currentTarget.value)}
                    />
                </label>
                <label class="check">
                    <input
                        type="checkbox"
                        checked={shell.value}
                        onChange={event => (shell.value = event.currentTarget.checked)}
                    />
                    <span>Let the shell read it (pipes, variables, wildcards)</span>
                </label>
                <label class="field">
                    <span>Directory</span>
                    <input
                        class="mono"
                        type="text"
                        spellcheck={false}
                        autocapitalize="off"
                        value={directory.value}
                        onInput={event => (directory.value = event.currentTarget.value)}
                    />
                </label>
                <fieldset class="field">
                    <legend>It runs on</legend>
                    <div class="segments">
                        <label>
                            <input type="radio" name="form" checked={tty.value} onChange={() => (tty.value = true)} />
                            <span>a terminal</span>
                        </label>
                        <label>
                            <input type="radio" name="form" checked={!tty.value} onChange={() => (tty.value = false)} />
                            <span>pipes</span>
                        </label>
                    </div>
                    {!tty.value && (
                        <label class="check">
                            <input
                                type="checkbox"
                                checked={stdin.value}
                                onChange={event => (stdin.value = event.currentTarget.checked)}
                            />
                            <span>with an input to write to</span>
                        </label>
                    )}
                </fieldset>
                <Variables list={variables.value} change={list => (variables.value = list)} />
                {failure.value !== null && (
                    <p class="problem" role="alert">
                        {failure.value}
                    </p>
                )}
                <div class="form-end">
                    <Button onClick={close}>Cancel</Button>
                    <Button kind="primary" type="submit" icon="play">
                        Run
                    </Button>
                </div>
            </form>
        </Dialog>
    );
}

function Variables({ list, change }: { list: readonly Variable[]; change: (list: readonly Variable[]) => void }) {
    const newest = useRef<HTMLInputElement>(null);
    useEffect(() => newest.current?.focus(), [list.length]);
    const put = (key: number, name: string, value: string) => {
        // `NAME=value` pasted into the first field fills both.
        const at = name.indexOf("=");
        const next = at < 0 ? { key, name, value } : { key, name: name.slice(0, at), value: name.slice(at + 1) };
        change(list.map(variable => (variable.key === key ? next : variable)));
    };
    return (
        <fieldset class="field">
            <legend>Environment variables</legend>
            {list.map(({ key, name, value }, index) => (
                <div key={key} class="variable">
                    <input
                        ref={index + 1 === list.length ? newest : null}
                        class="mono"
                        type="text"
                        aria-label={`Name of variable ${index + 1}`}
                        placeholder="NAME"
                        spellcheck={false}
                        autocapitalize="off"
                        value={name}
                        onInput={event => put(key, event.currentTarget.value, value)}
                    />
                    <span aria-hidden="true">=</span>
                    <input
                        class="mono"
                        type="text"
                        aria-label={`Value of variable ${index + 1}`}
                        placeholder="value"
                        spellcheck={false}
                        autocapitalize="off"
                        value={value}
                        onInput={event => put(key, name, event.currentTarget.value)}
                    />
                    <IconButton
                        icon="close"
                        label={`Remove variable ${index + 1}`}
                        onClick={() => change(list.filter(variable => variable.key !== key))}
                    />
                </div>
            ))}
            <Button
                kind="quiet"
                icon="plus"
                onClick={() =>
                    change([...list, { key: Math.max(0, ...list.map(({ key }) => key)) + 1, name: "", value: "" }])
                }
            >
                Add a variable
            </Button>
        </fieldset>
    );
}

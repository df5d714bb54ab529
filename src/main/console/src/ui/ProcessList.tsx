import { useSignal } from "@preact/signals";
import { bytes, duration, many } from "../text/format.js";
import type { SessionProcess, SessionStatus } from "execbus";
import { IconButton } from "./Button.js";
import { useConsole } from "./context.js";
import { Icon } from "./Icon.js";

/** All sessions with their processes; this tab's own first. */
export function ProcessList() {
    const { overview } = useConsole();
    const wanted = useSignal("");
    const sessions = overview.sessions.value;
    const text = wanted.value.trim().toLowerCase();
    const shown = (sessions ?? [])
        .map(session =>
            text === ""
                ? session
                : { ...session, processes: session.processes.filter(process => matches(session, process, text)) },
        )
        .filter(session => session.processes.length > 0 || (text === "" && session.own))
        .sort((one, other) => Number(other.own) - Number(one.own));
    const idle = text === "" ? (sessions?.length ?? 0) - shown.length : 0;
    return (
        <section class="processes" aria-label="Processes" id="processes">
            <div class="list-head">
                <h2>Processes</h2>
                <label class="filter">
                    <Icon name="search" />
                    <input
                        type="search"
                        placeholder="Filter"
                        aria-label="Filter processes"
                        value={wanted.value}
                        onInput={event => (wanted.value = event.currentTarget.value)}
                    />
                </label>
            </div>
            <div class="list-body">
                {sessions === null && <p class="quiet">Asking the server…</p>}
                {shown.map(session => (
                    <Session key={session.session} session={session} />
                ))}
                {sessions !== null && text !== "" && shown.length === 0 && (
                    <p class="quiet">Nothing is called like that.</p>
                )}
                {idle > 0 && <p class="quiet">{many(idle, "more session")} without processes</p>}
            </div>
        </section>
    );
}

function matches(session: SessionStatus, process: SessionProcess, text: string): boolean {
    return [process.command, process.processId, process.cwd, session.session, session.worker].some(part =>
        part.toLowerCase().includes(text),
    );
}

function Session({ session }: { session: SessionStatus }) {
    // The newest first, those that run before those that have ended.
    const processes = [...session.processes].sort(
        (one, other) => Number(other.running) - Number(one.running) || other.startedAtMs - one.startedAtMs,
    );
    const name = session.own ? "This tab" : session.session;
    return (
        <div
            class="session"
            role="group"
            aria-label={session.own ? "Session of this tab" : `Session ${session.session}`}
        >
            <div class="session-head">
                <span class={session.own ? "session-name own" : "session-name"}>{name}</span>
                <span
                    class="session-place"
                    title={session.gateway === null ? "Nobody is connected" : `Connected at ${session.gateway}`}
                >
                    {session.worker}
                    {session.gateway === null && <span class="tag faint">away</span>}
                </span>
            </div>
            {processes.length === 0 && <p class="quiet">No processes yet.</p>}
            <ul>
                {processes.map(process => (
                    <Process key={process.processId} session={session} process={process} />
                ))}
            </ul>
        </div>
    );
}

function Process({ session, process }: { session: SessionStatus; process: SessionProcess }) {
    const console = useConsole();
    const owner = session.own ? null : session.session;
    const open = [...console.workspace.panes.value.values()].some(
        pane => pane.about.processId === process.processId && pane.about.session === owner,
    );
    const about = { session: owner, processId: process.processId, command: process.command, tty: process.tty };
    const until = process.endedAtMs ?? console.overview.at.value;
    return (
        <li class={open ? "process open" : "process"} data-testid={`process-${process.processId}`}>
            <button
                type="button"
                class="process-main"
                onClick={() => console.show(session, process)}
                title={`${process.command}\n${process.cwd}`}
            >
                <State process={process} />
                <span class="process-command">{process.command}</span>
                <span class="process-about">
                    <Icon name={process.tty ? "terminal" : "pipe"} />
                    <span>{duration(until - process.startedAtMs)}</span>
                    <span>{bytes(process.outputBytes)}</span>
                    {process.viewers > 0 && (
                        <span class="viewers" aria-label={many(process.viewers, "viewer")}>
                            <Icon name="eye" />
                            {process.viewers}
                        </span>
                    )}
                </span>
            </button>
            <IconButton icon="replay" label={`Replay ${process.command}`} onClick={() => console.open.replay(about)} />
        </li>
    );
}

export function State({ process }: { process: Pick<SessionProcess, "running" | "exitCode"> }) {
    if (process.running) return <span class="state running" role="img" aria-label="running" />;
    const good = process.exitCode === 0;
    return (
        <span class={good ? "state good" : "state bad"} role="img" aria-label={`exited with ${process.exitCode}`}>
            {good ? "✓" : process.exitCode}
        </span>
    );
}

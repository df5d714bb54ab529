import { useSignal } from "@preact/signals";
import { copyText } from "./clipboard.js";
import { shortcutText } from "../keys/shortcuts.js";
import { Button, IconButton } from "./Button.js";
import { useConsole } from "./context.js";

/** What to do while nothing is open. */
export function Welcome() {
    const console = useConsole();
    const prefix = console.settings.prefix.value;
    const running = (console.overview.sessions.value ?? []).flatMap(session =>
        session.processes.filter(process => process.running).map(process => ({ session, process })),
    );
    const newest = running.sort((one, other) => other.process.startedAtMs - one.process.startedAtMs).slice(0, 3);
    return (
        <div class="welcome">
            <div class="welcome-box">
                <h2>Ready when you are</h2>
                <p class="lead">
                    Terminals live on the cluster. Reload the page, lose the network or a gateway: they go on, and you
                    are back on the same screen.
                </p>
                <div class="welcome-actions">
                    <Button kind="primary" icon="plus" onClick={() => console.open.terminal()}>
                        Open a terminal
                    </Button>
                    <Button icon="run" onClick={() => (console.dialog.value = { kind: "run", where: "anywhere" })}>
                        Run a command
                    </Button>
                    <span class="quiet keys">
                        <kbd>{shortcutText("terminal", prefix)}</kbd> <kbd>{shortcutText("run", prefix)}</kbd>
                    </span>
                </div>
                {newest.length > 0 && (
                    <>
                        <h3>Running now</h3>
                        <ul class="welcome-list">
                            {newest.map(({ session, process }) => (
                                <li key={`${session.session}/${process.processId}`}>
                                    <button type="button" onClick={() => console.show(session, process)}>
                                        <span class="state running" aria-hidden="true" />
                                        <code>{process.command}</code>
                                        <span class="quiet">{session.own ? "this tab" : session.worker}</span>
                                    </button>
                                </li>
                            ))}
                        </ul>
                    </>
                )}
                <h3>Let Codex work here</h3>
                <CodeLine text={`CODEX_EXEC_SERVER_URL=${serverUrl()} codex`} />
                <p class="quiet">What it runs appears in the list; watch it, or take the keyboard.</p>
            </div>
        </div>
    );
}

/** Where clients connect: beside this page. */
function serverUrl(): string {
    const path = location.pathname.replace(/\/console\/.*$/, "");
    return `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}${path}`;
}

function CodeLine({ text }: { text: string }) {
    const copied = useSignal(false);
    const copy = async () => {
        copied.value = await copyText(text);
        setTimeout(() => (copied.value = false), 2000);
    };
    return (
        <div class="code-line">
            <code>{text}</code>
            <IconButton
                icon={copied.value ? "check" : "copy"}
                label={copied.value ? "Copied" : "Copy"}
                onClick={() => void copy()}
            />
        </div>
    );
}

import { isDark } from "../state/look.js";
import { many } from "../text/format.js";
import type { LinkState } from "../wire/link.js";
import { Button, IconButton } from "./Button.js";
import { useConsole, useHint } from "./context.js";
import { Logo } from "./Icon.js";

export function TopBar({ environment }: { environment: string | null }) {
    const console = useConsole();
    const hint = useHint();
    const dark = isDark(console.settings);
    return (
        <header class="top-bar">
            <div class="brand">
                <Logo />
                <h1>Execbus</h1>
                {environment !== null && <span class="tag">{environment}</span>}
            </div>
            <Figures />
            <div class="top-end">
                <Connection state={console.link.state.value} />
                <Button
                    icon="run"
                    onClick={() => (console.dialog.value = { kind: "run", where: "anywhere" })}
                    hint={hint("Run a command", "run")}
                >
                    Run
                </Button>
                <Button
                    kind="primary"
                    icon="plus"
                    onClick={() => console.open.terminal()}
                    hint={hint("Open a terminal", "terminal")}
                >
                    Terminal
                </Button>
                <IconButton
                    icon={dark ? "sun" : "moon"}
                    label={dark ? "Light colours" : "Dark colours"}
                    onClick={() => (console.settings.theme.value = dark ? "light" : "dark")}
                />
                <IconButton
                    icon="settings"
                    label="Settings"
                    onClick={() => (console.dialog.value = { kind: "settings" })}
                />
                <IconButton
                    icon="help"
                    label="Keyboard shortcuts"
                    hint="Keyboard shortcuts (?)"
                    onClick={() => (console.dialog.value = { kind: "help" })}
                />
            </div>
        </header>
    );
}

/** The cluster in three numbers. */
function Figures() {
    const { sessions, nodes } = useConsole().overview;
    if (sessions.value === null) return <div class="figures" />;
    const running = sessions.value.reduce(
        (sum, session) => sum + session.processes.filter(process => process.running).length,
        0,
    );
    const present = nodes.value?.filter(node => node.mark !== "gone").length;
    return (
        <div class="figures" aria-label="The cluster" role="group">
            {present !== undefined && <span>{many(present, "node")}</span>}
            <span>{many(sessions.value.length, "session")}</span>
            <span>{running} running</span>
        </div>
    );
}

const STATES: Record<LinkState["kind"], string> = {
    connecting: "Connecting…",
    open: "Connected",
    reconnecting: "Reconnecting…",
    refused: "Refused",
    closed: "Closed",
};

function Connection({ state }: { state: LinkState }) {
    return (
        <span class={`connection ${state.kind}`} data-testid="connection" data-state={state.kind}>
            <span class="dot" aria-hidden="true" />
            <span class="connection-text">{STATES[state.kind]}</span>
        </span>
    );
}

import { useSignal } from "@preact/signals";
import type { LivePane } from "../state/livePane.js";
import { messageOf } from "../text/message.js";
import type { ViewPhase } from "../wire/processView.js";
import { Button } from "./Button.js";
import { useConsole } from "./context.js";

type Ended = Extract<ViewPhase, { kind: "ended" }>;

const ENDED: Record<Ended["reason"], string> = {
    lost: "The process is not there any more: its session has ended.",
    revoked: "The link was revoked.",
    expired: "The link has expired.",
    process: "The server no longer knows this process.",
    worker: "The worker of this process is lost.",
    session: "The session of this process has ended.",
};

/**
 * What is below a terminal: who asks for the keyboard, how it ended, and a line to type for processes without a
 * terminal.
 */
export function LiveBars({ pane }: { pane: LivePane }) {
    return (
        <>
            <Requests pane={pane} />
            <Ending pane={pane} />
            <Line pane={pane} />
        </>
    );
}

function Requests({ pane }: { pane: LivePane }) {
    const console = useConsole();
    const { view } = pane;
    const grant = async (viewer: string) => {
        try {
            await view.grantDriver(viewer);
        } catch (failure) {
            view.refuse(viewer);
            console.notes.add(messageOf(failure), "bad");
        }
    };
    return (
        <>
            {view.requests.value.map(request => (
                <div key={request.viewer} class="bar asked" role="alert" data-testid="driver-request">
                    <span class="bar-text">
                        <strong>{request.label ?? "A viewer"}</strong> asks for the keyboard.
                    </span>
                    <Button kind="primary" onClick={() => void grant(request.viewer)}>
                        Let them
                    </Button>
                    <Button onClick={() => view.refuse(request.viewer)}>Not now</Button>
                </div>
            ))}
        </>
    );
}

function Ending({ pane }: { pane: LivePane }) {
    const console = useConsole();
    const phase = pane.view.phase.value;
    const failure = pane.startFailure.value;
    const close = !console.guest && <Button onClick={() => console.close(pane)}>Close</Button>;
    if (failure !== null || phase.kind === "failed" || phase.kind === "ended") {
        const why =
            failure ?? (phase.kind === "failed" ? phase.why : phase.kind === "ended" ? ENDED[phase.reason] : "");
        return (
            <div class="bar bad" role="alert" data-testid="pane-failure">
                <span class="bar-text">{failure === null ? why : `It could not be started: ${why}`}</span>
                {close}
            </div>
        );
    }
    if (phase.kind !== "exited") return null;
    const how =
        phase.signal === null ? `Exited with ${phase.exitCode}` : `Ended by ${phase.signal} (${phase.exitCode})`;
    return (
        <div class={phase.exitCode === 0 ? "bar" : "bar warn"} role="status" data-testid="exit">
            <span class="bar-text">{how}</span>
            <Button icon="replay" onClick={() => console.open.replayOf(pane)}>
                Replay
            </Button>
            {close}
        </div>
    );
}

function Line({ pane }: { pane: LivePane }) {
    const console = useConsole();
    const text = useSignal("");
    if (
        pane.about.tty ||
        pane.view.view.value?.tty !== false ||
        pane.view.phase.value.kind !== "live" ||
        !pane.drives.value
    )
        return null;
    const send = (event: Event) => {
        event.preventDefault();
        void console.control.sendLine(pane, text.value);
        text.value = "";
    };
    return (
        <form class="bar line" onSubmit={send}>
            <input
                type="text"
                aria-label="Line for the process's input"
                placeholder="A line for its input"
                autocomplete="off"
                spellcheck={false}
                value={text.value}
                onInput={event => (text.value = event.currentTarget.value)}
            />
            <Button type="submit">Send</Button>
            {pane.view.level === "owner" && (
                <Button
                    hint="Tell the process that no more input comes"
                    onClick={() => void console.control.closeInput(pane.about)}
                >
                    End of input
                </Button>
            )}
        </form>
    );
}

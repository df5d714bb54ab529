import { useMemo } from "preact/hooks";
import { IDLE_LIMITS, SPEEDS, type Player } from "../cast/player.js";
import type { ReplayPane } from "../state/replayPane.js";
import { bytes, clock } from "../text/format.js";
import { Button, IconButton } from "./Button.js";
import { useConsole } from "./context.js";

/** Play, pause, where one is, and how fast it goes. */
export function ReplayControls({ pane }: { pane: ReplayPane }) {
    const console = useConsole();
    const player = pane.player.value;
    const loading = pane.loading.value;
    if (loading.kind === "failed") {
        return (
            <div class="bar bad" role="alert" data-testid="pane-failure">
                <span class="bar-text">The recording could not be loaded: {loading.why}</span>
                <Button onClick={() => void pane.load()}>Try again</Button>
                {!console.guest && <Button onClick={() => console.close(pane)}>Close</Button>}
            </div>
        );
    }
    if (player === null || loading.kind === "loading") {
        return (
            <div class="bar" role="status">
                <span class="bar-text">
                    Loading the recording… {loading.kind === "loading" && loading.bytes > 0 ? bytes(loading.bytes) : ""}
                </span>
            </div>
        );
    }
    return <Controls pane={pane} player={player} cut={!loading.complete} />;
}

function Controls({ pane, player, cut }: { pane: ReplayPane; player: Player; cut: boolean }) {
    const running = player.running.value;
    const ended = player.recording.events.at(-1)?.kind === "exit";
    const press = (event: KeyboardEvent) => {
        const target = event.target as HTMLElement;
        if (event.key === " " && target.tagName !== "BUTTON" && target.tagName !== "SELECT") {
            event.preventDefault();
            pane.toggle();
        }
    };
    return (
        <div class="bar replay-bar" role="group" aria-label="Replay" onKeyDown={press}>
            <IconButton
                icon={running ? "pause" : "play"}
                class="play"
                label={running ? "Pause" : "Play"}
                onClick={() => pane.toggle()}
            />
            <span class="replay-time" data-testid="replay-time">
                {clock(player.position.value)} <span class="quiet">/ {clock(player.seconds)}</span>
            </span>
            <Scrubber pane={pane} player={player} />
            <label class="choice" title="Speed">
                <span class="visually-hidden">Speed</span>
                <select
                    aria-label="Speed"
                    value={String(player.speed.value)}
                    onChange={event => player.setSpeed(Number(event.currentTarget.value))}
                >
                    {SPEEDS.map(speed => (
                        <option key={speed} value={String(speed)}>
                            {speed}×
                        </option>
                    ))}
                </select>
            </label>
            <label class="choice" title="Longer pauses are cut to this">
                <span class="visually-hidden">Longest pause</span>
                <select
                    aria-label="Longest pause"
                    value={String(player.idleLimit.value)}
                    onChange={event =>
                        player.setIdleLimit(
                            event.currentTarget.value === "null" ? null : Number(event.currentTarget.value),
                        )
                    }
                >
                    {IDLE_LIMITS.map(limit => (
                        <option key={limit} value={String(limit)}>
                            {limit === null ? "pauses: all" : `pauses ≤ ${limit} s`}
                        </option>
                    ))}
                </select>
            </label>
            {!ended && !cut && (
                <IconButton
                    icon="more"
                    label="Load more"
                    hint="The process still ran: load what it has printed since"
                    onClick={() => void pane.load()}
                />
            )}
            {cut && <span class="tag warn">beginning only</span>}
        </div>
    );
}

const PARTS = 120;

/** A slider over a picture of when how much was printed. */
function Scrubber({ pane, player }: { pane: ReplayPane; player: Player }) {
    const timeline = player.timeline.value;
    const activity = useMemo(() => timeline.activity(PARTS), [timeline]);
    const seconds = player.seconds;
    const share = seconds === 0 ? 1 : player.position.value / seconds;
    return (
        <div class="scrubber">
            <svg class="activity" viewBox={`0 0 ${PARTS} 20`} preserveAspectRatio="none" aria-hidden="true">
                {activity.map((height, index) => {
                    const tall = height === 0 ? 0.6 : 2 + height * 17;
                    return (
                        <rect
                            key={index}
                            class={index / PARTS <= share ? "played" : ""}
                            x={index + 0.15}
                            y={20 - tall}
                            width={0.7}
                            height={tall}
                        />
                    );
                })}
                {pane.found.value.map(({ event }) => (
                    <rect
                        key={event}
                        class="found"
                        x={seconds === 0 ? 0 : (timeline.timeOf(event) / seconds) * PARTS - 0.3}
                        y={0}
                        width={0.6}
                        height={20}
                    />
                ))}
            </svg>
            <input
                type="range"
                aria-label="Position"
                aria-valuetext={`${clock(player.position.value)} of ${clock(seconds)}`}
                min={0}
                max={seconds}
                step={seconds / 1000 || 1}
                value={player.position.value}
                onInput={event => pane.seek(Number(event.currentTarget.value))}
            />
        </div>
    );
}

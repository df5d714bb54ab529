import { useSignal } from "@preact/signals";
import type { Role, ShareStatus } from "execbus";
import { useEffect } from "preact/hooks";
import { sessionOf, type PaneAbout } from "../state/livePane.js";
import { copyText } from "./clipboard.js";
import { duration, many } from "../text/format.js";
import { messageOf } from "../text/message.js";
import { Button } from "./Button.js";
import { useConsole } from "./context.js";
import { Dialog } from "./Dialog.js";

const TIMES: readonly [number, string][] = [
    [15 * 60_000, "15 minutes"],
    [3_600_000, "1 hour"],
    [8 * 3_600_000, "8 hours"],
    [24 * 3_600_000, "24 hours"],
];
const EVERY_MS = 2_000;

/** Makes links to one process, and takes them back. */
export function ShareDialog({ about }: { about: PaneAbout }) {
    const console = useConsole();
    const role = useSignal<Role>("observer");
    const ttlMs = useSignal(3_600_000);
    const link = useSignal<string | null>(null);
    const copied = useSignal(false);
    const failure = useSignal<string | null>(null);
    const shares = useSignal<readonly ShareStatus[]>([]);
    const target = { processId: about.processId, ...sessionOf(about) };
    const links = console.link.client!.shares;

    const refresh = async () => {
        try {
            shares.value = await links.list(target);
        } catch (problem) {
            failure.value = messageOf(problem);
        }
    };
    useEffect(() => {
        void refresh();
        const timer = setInterval(() => void refresh(), EVERY_MS);
        return () => clearInterval(timer);
    }, []);

    const create = async (event: Event) => {
        event.preventDefault();
        failure.value = null;
        try {
            const { share } = await links.create({ ...target, role: role.value, ttlMs: ttlMs.value });
            link.value = `${location.origin}${location.pathname}#share=${encodeURIComponent(share)}`;
            copied.value = false;
            void refresh();
        } catch (problem) {
            failure.value = messageOf(problem);
        }
    };
    const revoke = async (shareId: string) => {
        try {
            await links.revoke(shareId, sessionOf(about));
        } catch (problem) {
            failure.value = messageOf(problem);
        }
        await refresh();
    };
    return (
        <Dialog title="Share a link" onClose={() => (console.dialog.value = null)}>
            <p class="dialog-text">
                Whoever has the link sees <code>{about.command}</code> and nothing else. It cannot be shown again later.
            </p>
            <form class="form" onSubmit={event => void create(event)}>
                <fieldset class="field">
                    <legend>They may</legend>
                    <div class="segments">
                        <label>
                            <input
                                type="radio"
                                name="role"
                                checked={role.value === "observer"}
                                onChange={() => (role.value = "observer")}
                            />
                            <span>watch</span>
                        </label>
                        <label>
                            <input
                                type="radio"
                                name="role"
                                checked={role.value === "driver"}
                                onChange={() => (role.value = "driver")}
                            />
                            <span>watch, and ask to drive</span>
                        </label>
                    </div>
                </fieldset>
                <label class="field">
                    <span>For</span>
                    <select
                        value={String(ttlMs.value)}
                        onChange={event => (ttlMs.value = Number(event.currentTarget.value))}
                    >
                        {TIMES.map(([ms, text]) => (
                            <option key={ms} value={String(ms)}>
                                {text}
                            </option>
                        ))}
                    </select>
                </label>
                {failure.value !== null && (
                    <p class="problem" role="alert">
                        {failure.value}
                    </p>
                )}
                <div class="form-end">
                    <Button kind={link.value === null ? "primary" : "plain"} type="submit" icon="share">
                        {link.value === null ? "Make a link" : "Make another link"}
                    </Button>
                </div>
            </form>
            {link.value !== null && (
                <div class="made">
                    <input
                        class="mono"
                        type="text"
                        readOnly
                        aria-label="Link"
                        data-testid="share-link"
                        value={link.value}
                        onFocus={event => event.currentTarget.select()}
                    />
                    <Button
                        kind="primary"
                        icon={copied.value ? "check" : "copy"}
                        onClick={() => void copyText(link.value!).then(done => (copied.value = done))}
                    >
                        {copied.value ? "Copied" : "Copy"}
                    </Button>
                </div>
            )}
            {shares.value.length > 0 && (
                <>
                    <h3>Links to this process</h3>
                    <ul class="shares">
                        {shares.value.map(share => (
                            <li key={share.shareId} data-testid="share">
                                <span class="badge">{share.role === "driver" ? "may drive" : "watches"}</span>
                                <span>{duration(share.expiresAtMs - Date.now())} left</span>
                                <span class="quiet">
                                    {share.views === 0 ? "nobody looks" : `${many(share.views, "viewer")}`}
                                </span>
                                <Button kind="danger" onClick={() => void revoke(share.shareId)}>
                                    Revoke
                                </Button>
                            </li>
                        ))}
                    </ul>
                </>
            )}
        </Dialog>
    );
}

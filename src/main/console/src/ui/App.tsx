import { useEffect } from "preact/hooks";
import type { Console, Place } from "../state/console.js";
import { isDark } from "../state/look.js";
import { listenForKeys } from "./actions.js";
import { ConnectionBar } from "./ConnectionBar.js";
import { ConsoleContext, useConsole } from "./context.js";
import { HelpDialog } from "./HelpDialog.js";
import { Icon, type IconName } from "./Icon.js";
import { KeyBar } from "./KeyBar.js";
import { narrow, touch } from "./narrow.js";
import { NodeList } from "./NodeList.js";
import { NoteList } from "./Notes.js";
import { ProcessList } from "./ProcessList.js";
import { RunDialog } from "./RunDialog.js";
import { SettingsDialog } from "./SettingsDialog.js";
import { ShareDialog } from "./ShareDialog.js";
import { TokenDialog } from "./TokenDialog.js";
import { TopBar } from "./TopBar.js";
import { WorkspaceView } from "./Workspace.js";

export function App({ console, environment }: { console: Console; environment: string | null }) {
    useEffect(() => listenForKeys(console), [console]);
    const { theme } = console.settings;
    document.documentElement.dataset.theme =
        theme.value === "system" ? "" : isDark(console.settings) ? "dark" : "light";
    const title = console.workspace.activePane.value?.title.value;
    document.title = title === undefined ? "Execbus" : `${title} · Execbus`;
    return (
        <ConsoleContext.Provider value={console}>
            <div class={`app ${console.guest ? "guest" : ""} place-${console.place.value}`}>
                {!console.guest && (
                    <>
                        <a
                            class="skip"
                            href="#workspace"
                            onClick={event => (event.preventDefault(), console.focusActive())}
                        >
                            To the terminal
                        </a>
                        <TopBar environment={environment} />
                        <aside class="side" aria-label="Cluster">
                            <ProcessList />
                            <NodeList />
                        </aside>
                    </>
                )}
                <ConnectionBar />
                <WorkspaceView />
                {(narrow.value || touch) && console.place.value === "terminals" && <KeyBar />}
                {narrow.value && !console.guest && <Places />}
                <NoteList />
                <Dialogs />
            </div>
        </ConsoleContext.Provider>
    );
}

const PLACES: readonly [Place, string, IconName][] = [
    ["terminals", "Terminals", "terminal"],
    ["processes", "Processes", "list"],
    ["nodes", "Nodes", "nodes"],
];

function Places() {
    const { place } = useConsole();
    return (
        <nav class="places" aria-label="Places">
            {PLACES.map(([name, text, icon]) => (
                <button
                    key={name}
                    type="button"
                    aria-current={place.value === name ? "page" : undefined}
                    onClick={() => (place.value = name)}
                >
                    <Icon name={icon} />
                    {text}
                </button>
            ))}
        </nav>
    );
}

function Dialogs() {
    const console = useConsole();
    const state = console.link.state.value;
    const dialog = console.dialog.value;
    if (state.kind === "refused" && !console.guest) return <TokenDialog />;
    switch (dialog?.kind) {
        case undefined:
            return null;
        case "run":
            return <RunDialog where={dialog.where} />;
        case "share":
            return <ShareDialog about={dialog.about} />;
        case "help":
            return <HelpDialog />;
        case "settings":
            return <SettingsDialog />;
    }
}

import { render } from "preact";
import { Console } from "./state/console.js";
import { loadSettings } from "./state/settings.js";
import { TabMemory } from "./state/tab.js";
import { keepStylesWithinPolicy } from "./terminal/csp.js";
import { App } from "./ui/App.js";
import { Link } from "./wire/link.js";

void begin();

async function begin(): Promise<void> {
    keepStylesWithinPolicy();
    // The fragment never leaves the browser: a share's secret is in no log on the way.
    const said = new URLSearchParams(location.hash.slice(1));
    const share = said.get("share");
    const environment = said.get("environment");
    const memory = share === null ? new TabMemory(sessionStorage) : TabMemory.forgetful();
    if (share === null && (await memory.takenElsewhere())) memory.beginAnew();
    const url = doorUrl(environment);
    const console = new Console(
        loadSettings(localStorage),
        memory,
        (token, sessionId, opened) => new Link({ url, token: share ?? token, sessionId }, opened),
        share,
    );
    addEventListener("hashchange", () => location.reload());
    render(<App console={console} environment={environment} />, document.getElementById("app")!);
}

/** The console's WebSocket: beside the page, or that of an environment. */
function doorUrl(environment: string | null): string {
    const url = new URL("rpc", location.href.replace(/#.*$/, ""));
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    if (environment !== null) url.pathname = `/environments/${encodeURIComponent(environment)}/console/rpc`;
    return url.href;
}

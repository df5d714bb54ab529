import type { Listed } from "../live/roster.js";
import type { NodeStatus } from "execbus";
import { many } from "../text/format.js";
import { useConsole } from "./context.js";

/** The cluster's nodes. Those that come and go are marked for a while. */
export function NodeList() {
    const nodes = useConsole().overview.nodes.value;
    if (nodes === null) return null;
    return (
        <section class="nodes" aria-label="Nodes" id="nodes">
            <div class="list-head">
                <h2>Nodes</h2>
            </div>
            <ul class="list-body">
                {nodes.map(listed => (
                    <Node key={`${listed.item.role} ${listed.item.name}`} listed={listed} />
                ))}
            </ul>
        </section>
    );
}

function Node({ listed: { item, mark } }: { listed: Listed<NodeStatus> }) {
    const state = mark === "gone" ? "gone" : item.state;
    const works = item.role !== "gateway";
    return (
        <li class={`node ${state} ${mark === "new" ? "new" : ""}`} data-testid={`node-${item.name}`} data-state={state}>
            <span class={`state ${state === "live" ? "running" : state}`} aria-hidden="true" />
            <div class="node-main">
                <span class="node-name">{item.name}</span>
                <span class="tag faint">{item.role}</span>
                {mark === "new" && <span class="tag good">new</span>}
                {state !== "live" && <span class="tag warn">{state}</span>}
                {works && state === "live" && (
                    <a
                        class="node-open"
                        href={`#environment=${encodeURIComponent(item.name)}`}
                        target="_blank"
                        rel="noopener"
                        title={`A console whose session is on ${item.name}`}
                    >
                        Open here
                    </a>
                )}
            </div>
            <div class="node-about">
                {item.sessions !== undefined && (
                    <span>
                        {item.sessions}
                        {item.capacity !== undefined && ` of ${item.capacity}`} sessions
                    </span>
                )}
                {item.connections !== undefined && <span>{many(item.connections, "connection")}</span>}
                {item.labels?.map(label => (
                    <span key={label} class="label">
                        {label}
                    </span>
                ))}
            </div>
            {item.loadPercent !== undefined && <Load percent={item.loadPercent} />}
        </li>
    );
}

function Load({ percent }: { percent: number }) {
    return (
        <meter class="load" min={0} max={100} high={80} value={percent} aria-label="Load" title={`Load ${percent} %`}>
            {percent} %
        </meter>
    );
}

import { useConsole } from "./context.js";

/** Says so while there is no connection. What is on the screens stays. */
export function ConnectionBar() {
    const state = useConsole().link.state.value;
    if (state.kind !== "reconnecting") return null;
    return (
        <div class="connection-bar" role="status" data-testid="reconnecting">
            <span class="spinner" aria-hidden="true" />
            Reconnecting… Your processes go on.
        </div>
    );
}

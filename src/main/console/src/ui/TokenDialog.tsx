import { useSignal } from "@preact/signals";
import { Button } from "./Button.js";
import { useConsole } from "./context.js";
import { Dialog } from "./Dialog.js";

/** Asks for the token that the server wants. */
export function TokenDialog() {
    const console = useConsole();
    const token = useSignal("");
    const submit = (event: Event) => {
        event.preventDefault();
        console.useToken(token.value.trim());
    };
    return (
        <Dialog title="This server asks for a token">
            <form class="form" onSubmit={submit}>
                <p class="dialog-text">
                    {console.hasToken
                        ? "It did not take the token that this tab has."
                        : "Without the right one it lets nobody in."}
                </p>
                <label class="field">
                    <span>Token</span>
                    <input
                        class="mono"
                        type="password"
                        autofocus
                        required
                        autocomplete="off"
                        value={token.value}
                        onInput={event => (token.value = event.currentTarget.value)}
                    />
                </label>
                <p class="quiet">It is kept for this browser tab only, and forgotten when the tab is closed.</p>
                <div class="form-end">
                    <Button kind="primary" type="submit">
                        Connect
                    </Button>
                </div>
            </form>
        </Dialog>
    );
}

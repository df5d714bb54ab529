import { SHORTCUTS } from "../keys/shortcuts.js";
import { useConsole } from "./context.js";
import { Dialog } from "./Dialog.js";

/** All keys. */
export function HelpDialog() {
    const console = useConsole();
    const prefix = console.settings.prefix.value;
    return (
        <Dialog title="Keyboard shortcuts" wide onClose={() => (console.dialog.value = null)}>
            <p class="dialog-text">
                All begin with <kbd>{prefix}</kbd>, which can be changed in the settings; a terminal gets every other
                key. Outside of terminals <kbd>?</kbd> shows this list.
            </p>
            <dl class="shortcuts">
                {SHORTCUTS.map(({ action, key, text }) => (
                    <div key={action}>
                        <dt>
                            <kbd>{prefix}</kbd> <kbd>{key}</kbd>
                        </dt>
                        <dd>{text}</dd>
                    </div>
                ))}
            </dl>
        </Dialog>
    );
}

import { PREFIXES, type Prefix } from "../keys/shortcuts.js";
import { Button } from "./Button.js";
import { useConsole } from "./context.js";
import { Dialog } from "./Dialog.js";

const THEMES = [
    ["system", "As the system"],
    ["dark", "Dark"],
    ["light", "Light"],
] as const;

export function SettingsDialog() {
    const console = useConsole();
    const { theme, prefix, fontSize, screenReader, name } = console.settings;
    const close = () => (console.dialog.value = null);
    return (
        <Dialog title="Settings" onClose={close}>
            <div class="form">
                <label class="field">
                    <span>Your name, for those who watch with you</span>
                    <input
                        type="text"
                        maxLength={64}
                        autocomplete="nickname"
                        placeholder="nobody in particular"
                        value={name.value}
                        onInput={event => (name.value = event.currentTarget.value.trim())}
                    />
                </label>
                <fieldset class="field">
                    <legend>Colours</legend>
                    <div class="segments">
                        {THEMES.map(([value, text]) => (
                            <label key={value}>
                                <input
                                    type="radio"
                                    name="theme"
                                    checked={theme.value === value}
                                    onChange={() => (theme.value = value)}
                                />
                                <span>{text}</span>
                            </label>
                        ))}
                    </div>
                </fieldset>
                <label class="field">
                    <span>Letters of terminals: {fontSize.value} pixels</span>
                    <input
                        type="range"
                        min={8}
                        max={28}
                        value={fontSize.value}
                        onInput={event => (fontSize.value = Number(event.currentTarget.value))}
                    />
                </label>
                <label class="field">
                    <span>Keys before a shortcut</span>
                    <select
                        value={prefix.value}
                        onChange={event => (prefix.value = event.currentTarget.value as Prefix)}
                    >
                        {PREFIXES.map(choice => (
                            <option key={choice}>{choice}</option>
                        ))}
                    </select>
                </label>
                <label class="check">
                    <input
                        type="checkbox"
                        checked={screenReader.value}
                        onChange={event => (screenReader.value = event.currentTarget.checked)}
                    />
                    <span>Screen reader mode: terminals read out what is printed</span>
                </label>
                <div class="form-end">
                    <Button kind="primary" onClick={close}>
                        Done
                    </Button>
                </div>
            </div>
        </Dialog>
    );
}

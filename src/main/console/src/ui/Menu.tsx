import { useId, useRef } from "preact/hooks";
import { Icon, type IconName } from "./Icon.js";

export interface MenuItem {
    readonly text: string;
    readonly icon?: IconName;
    readonly keys?: string;
    readonly danger?: boolean;
    readonly disabled?: boolean;
    readonly run: () => void;
}

/** A button with a menu below. Arrow keys go through it, Escape closes it. */
export function Menu({ label, icon, items }: { label: string; icon: IconName; items: readonly (MenuItem | null)[] }) {
    const id = useId();
    const button = useRef<HTMLButtonElement>(null);
    const menu = useRef<HTMLDivElement>(null);

    const place = () => {
        const from = button.current!.getBoundingClientRect();
        const element = menu.current!;
        const left = Math.max(8, Math.min(from.right - element.offsetWidth, innerWidth - element.offsetWidth - 8));
        const below = from.bottom + 4;
        const top =
            below + element.offsetHeight > innerHeight - 8 ? Math.max(8, from.top - element.offsetHeight - 4) : below;
        element.style.left = `${left}px`;
        element.style.top = `${top}px`;
    };
    const enabled = () => [...menu.current!.querySelectorAll<HTMLButtonElement>("button:not(:disabled)")];
    const step = (event: KeyboardEvent) => {
        const all = enabled();
        const at = all.indexOf(document.activeElement as HTMLButtonElement);
        const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
        if (next === undefined) return;
        event.preventDefault();
        all[(next + all.length) % all.length]?.focus();
    };
    const opened = (event: ToggleEvent) => {
        const open = event.newState === "open";
        button.current!.setAttribute("aria-expanded", String(open));
        if (!open) return;
        place();
        enabled()[0]?.focus();
    };
    return (
        <>
            <button
                ref={button}
                type="button"
                class="icon-button"
                aria-label={label}
                title={label}
                aria-haspopup="menu"
                aria-expanded="false"
                popovertarget={id}
            >
                <Icon name={icon} />
            </button>
            <div
                ref={menu}
                id={id}
                class="menu"
                role="menu"
                aria-label={label}
                popover="auto"
                onToggle={opened as never}
                onKeyDown={step}
            >
                {items.map((item, index) =>
                    item === null ? (
                        <hr key={index} />
                    ) : (
                        <button
                            key={item.text}
                            type="button"
                            role="menuitem"
                            class={item.danger ? "danger" : ""}
                            disabled={item.disabled}
                            onClick={() => {
                                menu.current!.hidePopover();
                                item.run();
                            }}
                        >
                            {item.icon ? <Icon name={item.icon} /> : <span class="icon" />}
                            <span class="menu-text">{item.text}</span>
                            {item.keys && <kbd>{item.keys}</kbd>}
                        </button>
                    ),
                )}
            </div>
        </>
    );
}

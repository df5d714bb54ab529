import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "./Icon.js";

interface IconButtonProps {
    readonly icon: IconName;
    readonly label: string;
    readonly hint?: string;
    readonly pressed?: boolean;
    readonly disabled?: boolean;
    readonly class?: string;
    readonly onClick: () => void;
}

/** A button that shows an icon; its name is for screen readers and the tooltip. */
export function IconButton({ icon, label, hint, pressed, disabled, class: more, onClick }: IconButtonProps) {
    return (
        <button
            type="button"
            class={`icon-button ${more ?? ""}`}
            aria-label={label}
            title={hint ?? label}
            aria-pressed={pressed}
            disabled={disabled}
            onClick={onClick}
        >
            <Icon name={icon} />
        </button>
    );
}

interface ButtonProps {
    readonly icon?: IconName;
    readonly kind?: "primary" | "plain" | "danger" | "quiet";
    readonly type?: "button" | "submit";
    readonly disabled?: boolean;
    readonly hint?: string;
    readonly onClick?: () => void;
    readonly children: ComponentChildren;
}

export function Button({ icon, kind = "plain", type = "button", disabled, hint, onClick, children }: ButtonProps) {
    return (
        <button type={type} class={`button ${kind}`} disabled={disabled} title={hint} onClick={onClick}>
            {icon && <Icon name={icon} />}
            <span>{children}</span>
        </button>
    );
}

import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { IconButton } from "./Button.js";

interface DialogProps {
    readonly title: string;
    readonly wide?: boolean;
    /** Without it the dialog cannot be closed. */
    readonly onClose?: () => void;
    readonly children: ComponentChildren;
}

/** A modal dialog. The browser keeps the focus inside and gives it back afterwards. */
export function Dialog({ title, wide, onClose, children }: DialogProps) {
    const dialog = useRef<HTMLDialogElement>(null);
    useLayoutEffect(() => {
        const element = dialog.current!;
        const before = document.activeElement;
        element.showModal();
        return () => {
            element.close();
            if (before instanceof HTMLElement) before.focus();
        };
    }, []);
    return (
        <dialog
            ref={dialog}
            class={wide ? "dialog wide" : "dialog"}
            aria-label={title}
            onCancel={event => {
                event.preventDefault();
                onClose?.();
            }}
            onMouseDown={event => {
                if (event.target === dialog.current) onClose?.();
            }}
        >
            <div class="dialog-body">
                <header class="dialog-header">
                    <h2>{title}</h2>
                    {onClose && <IconButton icon="close" label="Close" onClick={onClose} />}
                </header>
                {children}
            </div>
        </dialog>
    );
}

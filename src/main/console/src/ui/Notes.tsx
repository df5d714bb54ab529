import { IconButton } from "./Button.js";
import { useConsole } from "./context.js";

/** What happened, at the bottom; read out by screen readers without taking the focus. */
export function NoteList() {
    const { notes } = useConsole();
    return (
        <div class="notes" role="status" aria-live="polite" aria-label="Notes">
            {notes.shown.value.map(note => (
                <div key={note.id} class={`note ${note.kind}`} data-testid="note">
                    <span class="note-text">{note.text}</span>
                    {note.action && (
                        <button
                            type="button"
                            class="note-action"
                            onClick={() => {
                                notes.drop(note.id);
                                note.action!.run();
                            }}
                        >
                            {note.action.text}
                        </button>
                    )}
                    <IconButton icon="close" label="Dismiss" onClick={() => notes.drop(note.id)} />
                </div>
            ))}
        </div>
    );
}

import { type SubmitEvent, useEffect, useState } from "react";
import { addNote, loadNotes, logout, type Session } from "./api.js";
import { formText } from "./form-text.js";

interface Props {
  readonly user: string;
  readonly onDone: () => void;
  readonly onSignedOut: (session: Session) => void;
  readonly onFail: (error: unknown) => void;
}

export function Notes({ user, onDone, onSignedOut, onFail }: Props) {
  const [notes, setNotes] = useState<string[]>([]);
  useEffect(() => void loadNotes().then(setNotes, onFail), [onFail]);

  const add = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = event.currentTarget;
    addNote(formText(form, "text")).then((all) => {
      setNotes(all);
      form.reset();
      onDone();
    }, onFail);
  };

  return (
    <>
      <header>
        <h1>Notes</h1>
        <span>
          You are <strong>{user}</strong>.
        </span>
        <button className="quiet" onClick={() => void logout().then(onSignedOut, onFail)}>
          Sign out
        </button>
      </header>
      <form className="row" onSubmit={add}>
        <label className="unseen" htmlFor="text">
          Note
        </label>
        <input id="text" name="text" maxLength={200} autoComplete="off" required />
        <button>Add</button>
      </form>
      {notes.length === 0 && <p className="hint">No notes yet.</p>}
      <ul className="lines" aria-label="Notes">
        {notes.map((note, nth) => (
          <li key={nth}>{note}</li>
        ))}
      </ul>
    </>
  );
}

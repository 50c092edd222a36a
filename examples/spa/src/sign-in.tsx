import type { SubmitEvent } from "react";
import { login, type Session } from "./api.js";
import { formText } from "./form-text.js";

interface Props {
  readonly onSignedIn: (session: Session) => void;
  readonly onFail: (error: unknown) => void;
}

export function SignIn({ onSignedIn, onFail }: Props) {
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = event.currentTarget;
    login(formText(form, "name"), formText(form, "password")).then(onSignedIn, onFail);
  };

  return (
    <>
      <h1>Notes</h1>
      <form className="card" onSubmit={submit}>
        <label htmlFor="name">Name</label>
        <input
          id="name"
          name="name"
          defaultValue="ada"
          autoComplete="username"
          autoCapitalize="none"
          required
        />
        <label htmlFor="password">Password</label>
        <input
          id="password"
          name="password"
          type="password"
          defaultValue="lovelace"
          autoComplete="current-password"
          required
        />
        <button>Sign in</button>
        <p className="hint">
          Or as <code>alan</code> / <code>bletchley</code>.
        </p>
      </form>
    </>
  );
}

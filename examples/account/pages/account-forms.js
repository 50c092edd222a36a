import { html } from "@remix-run/html-template";
import { sessions } from "../sessions.js";
import { demoAccounts, nameLength, passwordLength } from "../users.js";
import { problemNote } from "./forms.js";
import { layout } from "./layout.js";

/** @typedef {{ name?: string, next: string, problem?: string }} FormState */

/** @param {import("express").Request} req @param {FormState} state */
export function signInPage(req, { name, next, problem }) {
  return layout({
    title: "Sign in",
    session: sessions.from(req),
    content: html`
      <div class="narrow">
        <h1>Sign in</h1>
        ${problemNote(problem)}
        <form class="card" method="post" action="/sign-in">
          <input type="hidden" name="next" value="${next}" />
          <label for="name">Name</label>
          <input
            id="name"
            name="name"
            value="${name}"
            autocomplete="username"
            autocapitalize="none"
            required
          />
          <label for="password">Password</label>
          <input id="password" name="password" type="password" autocomplete="current-password" required />
          <button>Sign in</button>
        </form>
        <p>
          No account yet? <a href="/sign-up?next=${encodeURIComponent(next)}">Sign up</a>, or use one of
          these:
        </p>
        <table>
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">Password</th>
            </tr>
          </thead>
          <tbody>
            ${demoAccounts.map(
              (demo) =>
                html`<tr>
                  <td><code>${demo.name}</code></td>
                  <td><code>${demo.password}</code></td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
    `,
  });
}

/** @param {import("express").Request} req @param {FormState} state */
export function signUpPage(req, { name, next, problem }) {
  return layout({
    title: "Sign up",
    session: sessions.from(req),
    content: html`
      <div class="narrow">
        <h1>Sign up</h1>
        ${problemNote(problem)}
        <form class="card" method="post" action="/sign-up">
          <input type="hidden" name="next" value="${next}" />
          <label for="name">Name</label>
          <input
            id="name"
            name="name"
            value="${name}"
            autocomplete="username"
            autocapitalize="none"
            minlength="${nameLength.min}"
            maxlength="${nameLength.max}"
            required
          />
          <label for="password">Password</label>
          <input
            id="password"
            name="password"
            type="password"
            autocomplete="new-password"
            aria-describedby="password-hint"
            minlength="${passwordLength.min}"
            maxlength="${passwordLength.max}"
            required
          />
          <p class="hint" id="password-hint">At least ${passwordLength.min} characters.</p>
          <button>Sign up</button>
        </form>
        <p>You have an account? <a href="/sign-in?next=${encodeURIComponent(next)}">Sign in</a></p>
        <p class="hint">Accounts are kept in memory: they are gone when the server stops.</p>
      </div>
    `,
  });
}

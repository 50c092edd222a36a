// Sign in, sign up, sign out.
import { html } from "@remix-run/html-template";
import { Router } from "express";
import { returnPath } from "../return-path.js";
import { sessions } from "../sessions.js";
import { addUser, authenticate, demoAccounts, nameLength, passwordLength } from "../users.js";
import { layout } from "./layout.js";

export const account = Router();

account.get("/sign-in", (req, res) => {
  res.send(signInPage(req, { next: returnPath(req.query.next) }));
});

account.post("/sign-in", async (req, res) => {
  const { name, password, next } = formOf(req);
  const user = await authenticate(name, password);
  if (!user) {
    res.status(401).send(signInPage(req, { name, next, problem: "Name or password is wrong." }));
    return;
  }
  await welcome(req, user);
  res.redirect(303, next);
});

account.get("/sign-up", (req, res) => {
  res.send(signUpPage(req, { next: returnPath(req.query.next) }));
});

account.post("/sign-up", async (req, res) => {
  const { name, password, next } = formOf(req);
  const { user, problem } = await addUser(name, password);
  if (!user) {
    res.status(422).send(signUpPage(req, { name, next, problem }));
    return;
  }
  await welcome(req, user);
  res.redirect(303, next);
});

account.post("/sign-out", async (req, res) => {
  await sessions.from(req).logout();
  res.redirect(303, "/");
});

/**
 * The cart comes along. Nothing else that was in the session before does.
 *
 * @param {import("express").Request} req
 * @param {import("../users.js").User} user
 */
function welcome(req, user) {
  return sessions.from(req).login(user.id, { keep: ["cart"], data: { userName: user.name } });
}

/** Anybody can send anything: only texts pass. @param {import("express").Request} req */
function formOf(req) {
  const { name, password, next } = req.body ?? {};
  return { name: textOf(name), password: textOf(password), next: returnPath(next) };
}

/** @param {unknown} value */
function textOf(value) {
  return typeof value === "string" ? value : "";
}

/** @typedef {{ name?: string, next: string, problem?: string }} FormState */

/** @param {import("express").Request} req @param {FormState} state */
function signInPage(req, { name, next, problem }) {
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
function signUpPage(req, { name, next, problem }) {
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

/** @param {string | undefined} problem */
function problemNote(problem) {
  return problem ? html`<p class="problem" role="alert">${problem}</p>` : "";
}

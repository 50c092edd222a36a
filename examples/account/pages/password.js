// A new password ends what the old one has opened.
import { html } from "@remix-run/html-template";
import { Router } from "express";
import { sessions } from "../sessions.js";
import { changePassword, passwordLength } from "../users.js";
import { welcome } from "../welcome.js";
import { field, problemNote } from "./forms.js";
import { layout } from "./layout.js";

export const password = Router();

password.get("/password", async (req, res) => {
  sessions.from(req).requireLogin();
  res.send(await passwordPage(req));
});

password.post("/password", async (req, res) => {
  const session = sessions.from(req);
  const userId = session.requireLogin();
  const { user, problem } = await changePassword(userId, field(req, "current"), field(req, "new"));
  if (!user) {
    res.status(422).send(await passwordPage(req, problem));
    return;
  }
  // This one goes on with a new token, in case the old one was stolen; all others end.
  await welcome(req, user);
  await sessions.revokeUser(userId, { except: session.id });
  await session.addFlash("info", "Your password is changed. You are signed out everywhere else.");
  res.redirect(303, "/devices");
});

/** @param {import("express").Request} req @param {string} [problem] */
function passwordPage(req, problem) {
  const session = sessions.from(req);
  return layout({
    title: "Change your password",
    session,
    content: html`
      <div class="narrow">
        <h1>Change your password</h1>
        ${problemNote(problem)}
        <form class="card" method="post" action="/password">
          <label for="name">Name</label>
          <input id="name" value="${session.userName}" autocomplete="username" readonly />
          <label for="current">Current password</label>
          <input id="current" name="current" type="password" autocomplete="current-password" required />
          <label for="new">New password</label>
          <input
            id="new"
            name="new"
            type="password"
            autocomplete="new-password"
            aria-describedby="new-hint"
            minlength="${passwordLength.min}"
            maxlength="${passwordLength.max}"
            required
          />
          <p class="hint" id="new-hint">At least ${passwordLength.min} characters.</p>
          <button>Change it, and sign out everywhere else</button>
        </form>
      </div>
    `,
  });
}

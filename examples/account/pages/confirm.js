// "Confirm who you are": the password once more, for what a borrowed laptop must not do.
import { html } from "@remix-run/html-template";
import { Router } from "express";
import { returnPath } from "../return-path.js";
import { sessions } from "../sessions.js";
import { checkPassword } from "../users.js";
import { welcome } from "../welcome.js";
import { field, problemNote } from "./forms.js";
import { layout } from "./layout.js";

/** What such a page demands of a login. Who does not meet it is sent to the page below, by the error page. */
export const recently = { maxAgeSeconds: 300 };

/**
 * The way to this page and back. A form sends to the page that it is on, so both are the same path; what it sent is gone, and
 * its button has to be pressed again.
 *
 * @param {import("express").Request} req
 */
export function confirmPath({ method, originalUrl }) {
  return `/confirm?next=${encodeURIComponent(originalUrl)}${method === "GET" ? "" : "&again=yes"}`;
}

export const confirm = Router();

confirm.get("/confirm", async (req, res) => {
  sessions.from(req).requireLogin();
  const again = req.query.again === "yes";
  res.send(await confirmPage(req, { next: returnPath(req.query.next), again }));
});

confirm.post("/confirm", async (req, res) => {
  const session = sessions.from(req);
  const user = await checkPassword(session.requireLogin(), field(req, "password"));
  const next = returnPath(field(req, "next"));
  const again = field(req, "again") === "yes";
  if (!user) {
    res.status(401).send(await confirmPage(req, { next, again, problem: "The password is wrong." }));
    return;
  }
  await welcome(req, user);
  if (again) await session.addFlash("info", "Thank you. Nothing has been done yet: press the button again.");
  res.redirect(303, next);
});

/**
 * @param {import("express").Request} req
 * @param {{ next: string, again: boolean, problem?: string }} state
 */
function confirmPage(req, { next, again, problem }) {
  const session = sessions.from(req);
  return layout({
    title: "Confirm who you are",
    session,
    content: html`
      <div class="narrow">
        <h1>Confirm who you are</h1>
        ${problemNote(problem)}
        <p>
          You signed in a while ago. For this, enter your password once
          more${again ? ", then press the button again" : ""}.
        </p>
        <form class="card" method="post" action="/confirm">
          <input type="hidden" name="next" value="${next}" />
          <input type="hidden" name="again" value="${again ? "yes" : ""}" />
          <label for="name">Name</label>
          <input id="name" value="${session.userName}" autocomplete="username" readonly />
          <label for="password">Password</label>
          <input
            id="password"
            name="password"
            type="password"
            autocomplete="current-password"
            required
            autofocus
          />
          <button>Confirm</button>
        </form>
        <p><a href="/profile">Back to your profile</a></p>
      </div>
    `,
  });
}

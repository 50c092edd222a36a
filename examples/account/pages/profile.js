import { html } from "@remix-run/html-template";
import { requireLogin } from "@sess/express";
import { Router } from "express";
import { sessions } from "../sessions.js";
import { layout } from "./layout.js";

export const profile = Router();

// Who is not signed in gets no further: the error page makes a 401 or a way to the sign-in page of it.
profile.get("/profile", requireLogin(), (req, res) => {
  const session = sessions.from(req);
  const { id, createdAt, authenticatedAt, expiresAt } = session;
  // Not even the browser keeps it: after signing out, its back button must not show this page.
  res.set("Cache-Control", "no-store");
  res.format({
    // The first is for those who take anything, as curl does.
    json: () => res.json({ user: session.userName, session: { id, createdAt, authenticatedAt, expiresAt } }),
    html: () => res.send(layout({ title: "Profile", session, content: profilePage(session) })),
  });
});

/** @param {import("./layout.js").ShopSession} session */
function profilePage(session) {
  return html`
    <h1>Your profile</h1>
    <p class="lead">You are signed in as <strong class="name">${session.userName}</strong>.</p>
    <section class="card" aria-labelledby="session">
      <h2 id="session">This session</h2>
      <dl>
        <dt>Handle</dt>
        <dd>
          <code>${session.id}</code><br />A public name for this session, safe to show. It is not in the
          cookie.
        </dd>
        <dt>Created</dt>
        <dd>${time(session.createdAt)}</dd>
        <dt>Signed in</dt>
        <dd>${time(session.authenticatedAt)}</dd>
        <dt>Expires</dt>
        <dd>${time(session.expiresAt)}, unless you come back before.</dd>
      </dl>
    </section>
  `;
}

/** @param {Date | undefined} date */
function time(date) {
  if (!date) return "never";
  const text = date.toLocaleString("en-GB", { dateStyle: "long", timeStyle: "medium", timeZone: "UTC" });
  return html`<time datetime="${date.toISOString()}">${text} UTC</time>`;
}

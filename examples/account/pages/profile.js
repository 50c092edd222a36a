import { html } from "@remix-run/html-template";
import { requireLogin } from "@sess/express";
import { Router } from "express";
import { sessions } from "../sessions.js";
import { wantsHtml } from "../wants-html.js";
import { layout } from "./layout.js";
import { time } from "./time.js";

export const profile = Router();

// Who is not signed in gets no further: the error page makes a 401 or a way to the sign-in page of it.
profile.get("/profile", requireLogin(), async (req, res) => {
  const session = sessions.from(req);
  const { id, createdAt, authenticatedAt, expiresAt } = session;
  if (wantsHtml(req)) res.send(await layout({ title: "Profile", session, content: profilePage(session) }));
  else res.json({ user: session.userName, session: { id, createdAt, authenticatedAt, expiresAt } });
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
    <p class="actions">
      <a class="button quiet" href="/devices">Your devices</a>
      <a class="button quiet" href="/password">Change your password</a>
    </p>
  `;
}

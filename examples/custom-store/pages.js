import { page, signInForm, signOutForm } from "@sess-example/shared/page.js";
import { html } from "@remix-run/html-template";

/** @param {string} [problem] */
export function welcomePage(problem) {
  return page(
    "Sessions in files",
    html`<h1>Sessions in files</h1>
      ${signInForm({ problem })}`,
  );
}

/**
 * @param {import("@sess/core").Session<import("./sessions.js").Data>} session
 * @param {readonly (import("@sess/core").StoredRecord | undefined)[]} records
 */
export function homePage({ userId, note = "" }, records) {
  return page(
    "Sessions in files",
    html`
      <header>
        <h1>Sessions in files</h1>
        <span>You are <strong>${userId}</strong>.</span>
        ${signOutForm}
      </header>
      <section class="card">
        <h2>A note, kept in your session</h2>
        <form class="row" method="post" action="/note">
          <label class="unseen" for="note">Note</label>
          <input id="note" name="note" value="${note}" maxlength="200" />
          <button>Keep</button>
        </form>
      </section>
      <section class="card">
        <h2>What the store has of you</h2>
        <p>
          A file for each of your sessions. The cookie's token is in none of them, and their names are made
          from a hash of it. Stop the server and start it again: you are still signed in.
        </p>
        ${records.map((record) => html`<pre>${JSON.stringify(record, undefined, 2)}</pre>`)}
      </section>
      <form method="post" action="/logout-everywhere">
        <button class="quiet">Sign out everywhere</button>
      </form>
    `,
  );
}

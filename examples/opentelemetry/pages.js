// Whatever `html` puts into a page is escaped.
import { html } from "@remix-run/html-template";
import { page, signInForm, signOutForm } from "@sess-example/shared/page.js";

const title = "Sessions and OpenTelemetry";

/** @param {string | undefined} user */
export function homePage(user) {
  return page(
    title,
    html`
      <h1>${title}</h1>
      ${
        user === undefined
          ? signInForm()
          : html`<p>You are ${user}. <a href="/private">Private page</a></p>
              ${signOutForm}`
      }
    `,
  );
}

/** @param {import("@sess/core").Session<import("./sessions.js").Data>} session */
export function privatePage({ id, userId, note = "" }) {
  return page(
    title,
    html`
      <header>
        <h1>${title}</h1>
        ${signOutForm}
      </header>
      <p>
        Only for you, ${userId}. The handle of your session, which you find in the traces: <code>${id}</code>
      </p>
      <form class="card" method="post" action="/private">
        <label for="note">A note, which you do not find there</label>
        <input id="note" name="note" value="${note}" />
        <button>Keep</button>
      </form>
      <form method="post" action="/logout-everywhere">
        <button class="quiet">Sign out everywhere</button>
      </form>
    `,
  );
}

// Whatever `html` puts into a page is escaped, unless it comes from `html` itself.
import { html } from "@remix-run/html-template";
import { page, signInForm, signOutForm } from "@sess-example/shared/page.js";

/** @param {string} [problem] */
export function signInPage(problem) {
  return page(
    "Sign in",
    html`<h1>Sign in to chat</h1>
      ${signInForm({ problem })}`,
  );
}

/** @param {string} user */
export function chatPage(user) {
  return page(
    "Chat",
    html`
      <header>
        <h1>Chat</h1>
        <span>You are <strong>${user}</strong></span>
        <form method="post" action="/rotate"><button class="quiet">New token</button></form>
        ${signOutForm}
      </header>
      <p class="hint"><span id="status" role="status">Connecting…</span> <span id="here"></span></p>
      <ol id="log" class="card log" aria-live="polite" aria-label="Messages"></ol>
      <form id="say" class="row">
        <label for="text" class="unseen">Message</label>
        <input id="text" maxlength="500" autocomplete="off" required autofocus />
        <button disabled>Send</button>
      </form>
      <p class="hint">Open this page in a second tab, and sign out there: this one is closed at once.</p>
      <script type="module" src="/chat.js"></script>
    `,
  );
}

import { page, signInForm, signOutForm } from "@sess-example/shared/page.js";
import { html } from "@remix-run/html-template";

/** @param {string} node @param {string} [problem] */
export function welcomePage(node, problem) {
  return page(
    "Two nodes",
    html`<h1>Two nodes, one session</h1>
      ${signInForm({ problem })}
      <p class="hint">Node ${node} has made this page.</p>`,
  );
}

/** @param {string} node @param {string} userId */
export function homePage(node, userId) {
  return page(
    "Two nodes",
    html`
      <header>
        <h1>Two nodes, one session</h1>
        <span>You are <strong>${userId}</strong>.</span>
        ${signOutForm}
      </header>
      <p>
        Two processes share your session in Redis, and each keeps it in its own memory. Node ${node} has made
        this page; load it again, and the other one does.
      </p>
      <section class="card">
        <h2>How soon is it over?</h2>
        <p>
          Node B ends all your sessions. Meanwhile this page asks node A again and again whether you are
          signed in: that one has your session in its memory.
        </p>
        <label class="choice" for="everywhere">
          <input id="everywhere" type="checkbox" />
          Node B answers only when no node can have it in memory, whatever the network does
        </label>
        <button id="revoke">Revoke at node B</button>
        <p class="problem" id="failed" role="alert" hidden>
          The cluster did not answer. Load this page again.
        </p>
        <div id="times" role="status" hidden>
          <ul class="tiles wide">
            <li><strong class="big" id="refused"></strong> after the click, node A refused</li>
            <li><strong class="big" id="answered"></strong> after the click, node B had answered</li>
            <li><strong class="big" id="memory"></strong> answers came from node A's memory before</li>
          </ul>
          <a href="/">Sign in again</a>
        </div>
      </section>
      <script type="module" src="/revoke.js"></script>
    `,
  );
}

import { html } from "@remix-run/html-template";
import { Router } from "express";
import { sessions } from "../sessions.js";
import { layout } from "./layout.js";

export const home = Router();

home.get("/", async (req, res) => {
  const session = sessions.from(req);
  const signedIn = session.userId !== undefined;
  res.send(
    await layout({
      title: "Welcome",
      session,
      content: html`
        <h1>${signedIn ? html`Welcome, <span class="name">${session.userName}</span>` : "Welcome"}</h1>
        <p class="lead">
          A small shop with accounts, to see what a session does: it remembers your cart before it knows who
          you are, and forgets nothing when you sign in.
        </p>
        <p class="actions">
          <a class="button" href="/shop">Go to the shop</a>
          ${
            signedIn
              ? html`<a class="button quiet" href="/profile">Your profile</a>`
              : html`<a class="button quiet" href="/sign-in">Sign in</a>
                  <a class="button quiet" href="/sign-up">Sign up</a>`
          }
        </p>
        <h2>Things to try</h2>
        <ol class="steps">
          <li>
            Put something into the <a href="/shop">cart</a> without signing in, then sign in: it is still
            there.
          </li>
          <li>Click 20 times at once in the shop: 20 are counted.</li>
          <li>
            Open your <a href="/profile">profile</a> while signed out: you are asked to sign in, and come
            back.
          </li>
          <li>
            Sign in with a second browser, and look at <a href="/devices">your devices</a>: you can sign it
            out from here.
          </li>
          <li>Sign out, and go back with the browser's back button: the profile stays closed.</li>
        </ol>
      `,
    }),
  );
});

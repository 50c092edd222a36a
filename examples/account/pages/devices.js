// "Your devices": where a user is signed in, and a way to end it there.
import { html } from "@remix-run/html-template";
import { Router } from "express";
import { sessions } from "../sessions.js";
import { recently } from "./confirm.js";
import { deviceList, endDevice } from "./device-list.js";
import { field } from "./forms.js";
import { layout } from "./layout.js";

export const devices = Router();

devices.get("/devices", async (req, res) => {
  const session = sessions.from(req);
  const found = await sessions.list(session.requireLogin(), { current: session.id });
  res.send(await layout({ title: "Your devices", session, content: devicesPage(found) }));
});

// Looking is for whoever is signed in. Ending is for who has just shown the password (ASVS 7.5.2): else a borrowed laptop
// could lock its owner out.
devices.post("/devices", async (req, res) => {
  const session = sessions.from(req);
  const userId = session.requireLogin(recently);
  const asked = field(req, "end");
  const told = asked === "others" ? await endOthers(userId, session.id) : await endDevice(userId, asked);
  await session.addFlash("info", told);
  res.redirect(303, "/devices");
});

/** @param {string} userId @param {string} current */
async function endOthers(userId, current) {
  const count = await sessions.revokeUser(userId, { except: current });
  return count === 1 ? "Signed out of 1 other device." : `Signed out of ${count} other devices.`;
}

/** @param {readonly import("./device-list.js").Device[]} found */
function devicesPage(found) {
  return html`
    <h1>Your devices</h1>
    <p class="lead">
      You are signed in on these. If you do not know one of them, sign it out and
      <a href="/password">change your password</a>.
    </p>
    <div class="card">
      <form method="post" action="/devices">
        ${deviceList(found)}
        ${found.length > 1 ? html`<button name="end" value="others">Sign out everywhere else</button>` : ""}
      </form>
    </div>
    <p class="hint">The names are what the devices say of themselves.</p>
  `;
}

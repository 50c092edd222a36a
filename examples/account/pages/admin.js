// For admins: who is signed in where, and a way to end it at once.
import { requireLogin } from "@sess/express";
import { Router } from "express";
import { sessions } from "../sessions.js";
import { allUsers, isAdmin, userOf } from "../users.js";
import { adminPage, everybodyPage } from "./admin-pages.js";
import { recently } from "./confirm.js";
import { endDevice } from "./device-list.js";
import { field } from "./forms.js";
import { layout } from "./layout.js";

export const admin = Router();

admin.use("/admin", requireLogin(), adminsOnly, requireLogin(recently));

admin.get("/admin", async (req, res) => {
  const session = sessions.from(req);
  const { id: current } = session;
  const users = await Promise.all(
    allUsers().map(async (user) => ({ ...user, devices: await sessions.list(user.id, { current }) })),
  );
  res.send(await layout({ title: "Admin", session, content: adminPage(users) }));
});

admin.post("/admin", async (req, res) => {
  const user = userOf(field(req, "user"));
  const told = user ? await end(user, field(req, "end")) : "There is no such user.";
  await sessions.from(req).addFlash("info", told);
  res.redirect(303, "/admin");
});

admin.get("/admin/everybody", async (req, res) => {
  res.send(await layout({ title: "Admin", session: sessions.from(req), content: everybodyPage }));
});

admin.post("/admin/everybody", async (req, res) => {
  const session = sessions.from(req);
  await sessions.revokeAll();
  // Who did it is signed out, too: the message is for a new, anonymous session.
  await session.logout();
  await session.addFlash("info", "Everybody is signed out, and so are you.");
  res.redirect(303, "/sign-in?next=/admin");
});

/** @param {import("../users.js").User} user @param {string} asked */
async function end({ id, name }, asked) {
  if (asked !== "all") return `${name}: ${await endDevice(id, asked)}`;
  const count = await sessions.revokeUser(id);
  return `${name}: ${count} ${count === 1 ? "session" : "sessions"} ended.`;
}

/**
 * The role is looked up each time, and is not in the session: one that is taken away is gone at once (ASVS 8.3.2). For all
 * others there is no such page.
 *
 * @param {import("express").Request} req
 * @param {import("express").Response} _res
 * @param {import("express").NextFunction} next
 */
function adminsOnly(req, _res, next) {
  if (isAdmin(sessions.from(req).userId)) next();
  else next("router");
}

import { authenticate } from "@sess-example/shared/users.js";
import { expressSession, requireLogin } from "@sess/express";
import express from "express";
import { homePage, welcomePage } from "./pages.js";
import { sessions, store } from "./sessions.js";

export const app = express();
app.disable("x-powered-by");
app.use(expressSession(sessions));
app.use(express.urlencoded({ limit: "10kb" }));

app.get("/", async (req, res) => {
  const session = sessions.from(req);
  if (session.userId === undefined) return res.send(welcomePage());
  // What the store knows of this user. Nothing but a page about stores asks it directly.
  const keys = (await store.users?.list(session.userId)) ?? [];
  const records = await Promise.all(keys.map((key) => store.read(key)));
  return res.send(homePage(session, records));
});

app.post("/login", async (req, res) => {
  const user = authenticate(req.body);
  if (!user) return res.status(401).send(welcomePage("Name or password is wrong."));
  await sessions.from(req).login(user, { label: req.get("User-Agent") });
  return res.redirect("/");
});

app.post("/note", requireLogin(), (req, res) => {
  const { note = "" } = /** @type {{ note?: string }} */ (req.body ?? {});
  sessions.from(req).note = String(note);
  res.redirect("/");
});

app.post("/logout", async (req, res) => {
  await sessions.from(req).logout();
  res.redirect("/");
});

app.post("/logout-everywhere", requireLogin(), async (req, res) => {
  await sessions.revokeUser(sessions.from(req).requireLogin());
  res.redirect("/");
});

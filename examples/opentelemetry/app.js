import { authenticate } from "@sess-example/shared/users.js";
import { expressSession, requireLogin } from "@sess/express";
import express from "express";
import { answerError } from "./errors.js";
import { homePage, privatePage } from "./pages.js";
import { sessions } from "./sessions.js";

export const app = express();
app.disable("x-powered-by");
app.use(express.urlencoded({ limit: "10kb" }));
app.use(expressSession(sessions));

app.get("/", (req, res) => {
  res.send(homePage(sessions.from(req).userId));
});

app.post("/login", async (req, res) => {
  const user = authenticate(req.body);
  if (!user) return res.status(401).send("Wrong name or password");
  await sessions.from(req).login(user);
  return res.redirect("/private");
});

app.get("/private", requireLogin(), (req, res) => {
  res.send(privatePage(sessions.from(req)));
});

app.post("/private", requireLogin(), (req, res) => {
  const { note = "" } = /** @type {{ note?: string }} */ (req.body ?? {});
  sessions.from(req).note = String(note);
  res.redirect("/private");
});

app.post("/logout", async (req, res) => {
  await sessions.from(req).logout();
  res.redirect("/");
});

app.post("/logout-everywhere", requireLogin(), async (req, res) => {
  const { userId } = sessions.from(req);
  if (userId !== undefined) await sessions.revokeUser(userId);
  res.redirect("/");
});

app.use(answerError);

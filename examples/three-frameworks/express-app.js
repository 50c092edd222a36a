import { authenticate } from "@sess-example/shared/users.js";
import { expressSession, requireLogin } from "@sess/express";
import express from "express";
import { homePage, privatePage } from "./pages.js";
import { sessions } from "./sessions.js";

export const expressApp = express();
expressApp.use(express.urlencoded());
expressApp.use(expressSession(sessions));

expressApp.get("/", (req, res) => {
  res.send(homePage("Express", req.hostname, sessions.from(req)));
});

expressApp.post("/login", async (req, res) => {
  const user = authenticate(req.body);
  if (!user) return res.status(401).send("Wrong name or password");
  await sessions.from(req).login(user);
  return res.redirect("/");
});

expressApp.post("/logout", async (req, res) => {
  await sessions.from(req).logout();
  res.redirect("/");
});

expressApp.get("/private", requireLogin(), async (req, res) => {
  const session = sessions.from(req);
  await session.update((data) => (data.express = (data.express ?? 0) + 1));
  res.send(privatePage("Express", session));
});

// What each of the nodes is.
import { authenticate } from "@sess-example/shared/users.js";
import { expressSession, requireLogin } from "@sess/express";
import express from "express";
import { homePage, welcomePage } from "./pages.js";
import { cache, sessions } from "./sessions.js";

const node = process.env.NODE_NAME ?? "?";

export const app = express();
app.disable("x-powered-by");

// How often this node has answered from its memory. It stands before the sessions: asking must not count.
app.get("/hits", (_req, res) => {
  res.json({ node, hits: cache.report().hits });
});

app.use(expressSession(sessions));
app.use(express.urlencoded({ limit: "10kb" }));

app.get("/", (req, res) => {
  const { userId } = sessions.from(req);
  res.send(userId === undefined ? welcomePage(node) : homePage(node, userId));
});

app.post("/login", async (req, res) => {
  const user = authenticate(req.body);
  if (!user) return res.status(401).send(welcomePage(node, "Name or password is wrong."));
  await sessions.from(req).login(user);
  return res.redirect("/");
});

app.post("/logout", async (req, res) => {
  await sessions.from(req).logout();
  res.redirect("/");
});

// 200 as long as this node takes the session for alive, else 401.
app.get("/me", requireLogin(), (req, res) => {
  res.json({ node, user: sessions.from(req).userId });
});

app.post("/revoke", requireLogin(), async (req, res) => {
  const userId = sessions.from(req).requireLogin();
  const { everywhere } = /** @type {{ everywhere?: string }} */ (req.body ?? {});
  const ended = await sessions.revokeUser(userId, { everywhere: everywhere === "true" });
  res.json({ node, ended });
});

import { join } from "node:path";
import { authenticate } from "@sess-example/shared/users.js";
import { expressSession, requireLogin } from "@sess/express";
import express from "express";
import { chatPage, signInPage } from "./pages.js";
import { sessions } from "./sessions.js";
import { setCookie } from "./sockets.js";

export const app = express();
app.disable("x-powered-by");
app.use(express.static(join(import.meta.dirname, "public")));

app.use(expressSession(sessions));
app.use((req, res, next) => {
  const session = sessions.from(req);
  if (!session.isNew) setCookie(session.id, req.headers.cookie);
  next();
});
app.use(express.urlencoded({ limit: "10kb" }));

app.get("/", (req, res) => {
  const { userId } = sessions.from(req);
  res.send(userId === undefined ? signInPage() : chatPage(userId));
});

app.post("/login", async (req, res) => {
  const user = authenticate(req.body);
  if (!user) return res.status(401).send(signInPage("Name or password is wrong."));
  await sessions.from(req).login(user);
  return res.redirect("/");
});

app.post("/logout", async (req, res) => {
  await sessions.from(req).logout(); // sockets.js hears of it, and closes the session's sockets
  res.redirect("/");
});

// A new token for the same session, as after a change of rights. Its sockets stay open.
app.post("/rotate", requireLogin(), async (req, res) => {
  await sessions.from(req).rotate();
  res.redirect("/");
});

// The page asks here whether it is still signed in. As with every request, the session lives on.
app.get("/me", (req, res) => {
  const { userId, expiresAt } = sessions.from(req);
  if (userId === undefined) res.status(401).json({ error: "Not signed in" });
  else res.json({ user: userId, expiresAt });
});

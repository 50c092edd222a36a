// The JSON API under /api.
import { authenticate } from "@sess-example/shared/users.js";
import { expressSession, requireCsrfToken, requireLogin } from "@sess/express";
import express, { Router } from "express";
import { sessions } from "./sessions.js";

/** A real app has these in its database. @type {Map<string, string[]>} */
const notesByUser = new Map();

export const api = Router();
api.use(expressSession(sessions));
api.use(express.json({ limit: "10kb" }));

// What the page asks first. Who is not signed in gets no token, for that would begin a session for every visitor.
api.get("/session", async (req, res) => {
  res.json(await whoAsks(req));
});

// There is no token yet. That no other site can send this is seen to by the session's own guard.
api.post("/login", async (req, res) => {
  const user = authenticate(req.body);
  if (!user) return res.status(401).json({ code: "WRONG_PASSWORD", message: "Name or password is wrong." });
  await sessions.from(req).login(user);
  return res.json(await whoAsks(req));
});

api.use("/notes", requireLogin());

// From here on whoever changes something brings the token, in the header X-CSRF-Token.
api.use(requireCsrfToken());

api.post("/logout", async (req, res) => {
  await sessions.from(req).logout();
  res.json(await whoAsks(req));
});

api.get("/notes", (req, res) => {
  res.json(notesOf(req));
});

api.post("/notes", (req, res) => {
  const text = String(req.body?.text ?? "").trim();
  if (text === "") return res.status(422).json({ code: "EMPTY", message: "A note says something." });
  notesOf(req).push(text.slice(0, 200));
  return res.status(201).json(notesOf(req));
});

/** @param {import("express").Request} req */
async function whoAsks(req) {
  const session = sessions.from(req);
  if (session.userId === undefined) return { user: null };
  return { user: session.userId, csrfToken: await session.newCsrfToken() };
}

/** @param {import("express").Request} req */
function notesOf(req) {
  const user = sessions.from(req).requireLogin();
  const notes = notesByUser.get(user) ?? [];
  notesByUser.set(user, notes);
  return notes;
}

/** A script reads these, so they are JSON as well. @type {import("express").ErrorRequestHandler} */
const answerError = (error, _req, res, next) => {
  if (res.headersSent) return next(error);
  const { status = 500, expose = false, code = "BAD_REQUEST", message } = error;
  if (status >= 500) console.error(error.stack);
  return void res
    .status(status)
    .json(expose ? { code, message } : { code: "FAILED", message: "Try again later." });
};
api.use(answerError);

// Sign in, sign up, sign out.
import { Router } from "express";
import { returnPath } from "../return-path.js";
import { sessions } from "../sessions.js";
import { addUser, authenticate } from "../users.js";
import { welcome } from "../welcome.js";
import { signInPage, signUpPage } from "./account-forms.js";
import { field } from "./forms.js";

export const account = Router();

account.get("/sign-in", async (req, res) => {
  res.send(await signInPage(req, { next: returnPath(req.query.next) }));
});

account.post("/sign-in", async (req, res) => {
  const { name, password, next } = formOf(req);
  const user = await authenticate(name, password);
  if (!user) {
    res.status(401).send(await signInPage(req, { name, next, problem: "Name or password is wrong." }));
    return;
  }
  await welcome(req, user);
  res.redirect(303, next);
});

account.get("/sign-up", async (req, res) => {
  res.send(await signUpPage(req, { next: returnPath(req.query.next) }));
});

account.post("/sign-up", async (req, res) => {
  const { name, password, next } = formOf(req);
  const { user, problem } = await addUser(name, password);
  if (!user) {
    res.status(422).send(await signUpPage(req, { name, next, problem }));
    return;
  }
  await welcome(req, user);
  res.redirect(303, next);
});

account.post("/sign-out", async (req, res) => {
  await sessions.from(req).logout();
  res.redirect(303, "/");
});

/** @param {import("express").Request} req */
function formOf(req) {
  return { name: field(req, "name"), password: field(req, "password"), next: returnPath(req.body?.next) };
}

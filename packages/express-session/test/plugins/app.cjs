// An app as people wrote them for express-session, in CommonJS. Nothing in it knows which of the two it runs on: `session` is what
// `require` gave.
"use strict";
const cookieParser = require("cookie-parser");
const flash = require("connect-flash");
const { csrfSync } = require("csrf-sync");
const { doubleCsrf } = require("csrf-csrf");
const express = require("express");
const grant = require("grant").express();
const { Passport } = require("passport");
const { Strategy } = require("passport-local");

module.exports = function makeApp(session, store, providers) {
  const app = express();
  const passport = new Passport();
  passport.use(new Strategy((name, password, done) => done(null, password === "tea" ? { name } : false)));
  passport.serializeUser((user, done) => done(null, user.name));
  passport.deserializeUser((name, done) => done(null, { name }));

  app.use(cookieParser("keyboard cat"));
  app.use(session({ secret: "keyboard cat", resave: false, saveUninitialized: false, store }));
  app.use(express.urlencoded({ extended: false }), express.json());
  app.use(flash(), passport.initialize(), passport.session());

  app.get("/visit", (req, res) => {
    req.session.cart = ["tea"];
    req.flash("info", "welcome");
    req.flash("info", "stay");
    res.redirect("/flash");
  });
  app.get("/flash", (req, res) => res.json(req.flash("info")));
  app.post(
    "/login",
    passport.authenticate("local", { failureRedirect: "/", successRedirect: "/me", keepSessionInfo: true }),
  );
  app.get("/me", (req, res) =>
    res.json({
      user: req.user?.name ?? null,
      cart: req.session.cart ?? null,
      signedIn: req.isAuthenticated(),
    }),
  );
  app.post("/logout", (req, res, next) => req.logout((error) => (error ? next(error) : res.redirect("/me"))));

  const sync = csrfSync();
  app.get("/sync", (req, res) => res.json({ token: sync.generateToken(req) }));
  app.post("/sync", sync.csrfSynchronisedProtection, (req, res) => res.json("done"));

  const double = doubleCsrf({
    getSecret: () => "a secret of its own",
    getSessionIdentifier: (req) => req.session.id,
    cookieName: "csrf",
    cookieOptions: { secure: false },
  });
  app.get("/double", (req, res) => {
    req.session.kept = true;
    res.json({ token: double.generateCsrfToken(req, res) });
  });
  app.post("/double", double.doubleCsrfProtection, (req, res) => res.json("done"));

  app.use(grant({ defaults: { transport: "session", state: true }, ...providers }));
  app.get("/granted", (req, res) => res.json({ grant: req.session.grant?.response ?? null }));

  app.use((error, req, res, next) => {
    if (res.headersSent) return next(error);
    res.status(error.status ?? error.statusCode ?? 500).json(error.message);
  });
  return app;
};

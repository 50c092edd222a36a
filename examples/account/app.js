import { join } from "node:path";
import { expressSession } from "@sess/express";
import express from "express";
import { account } from "./pages/account.js";
import { admin } from "./pages/admin.js";
import { confirm } from "./pages/confirm.js";
import { devices } from "./pages/devices.js";
import { errorPage, notFound } from "./pages/errors.js";
import { home } from "./pages/home.js";
import { password } from "./pages/password.js";
import { profile } from "./pages/profile.js";
import { shop } from "./pages/shop.js";
import { sessions } from "./sessions.js";

export const app = express();
app.disable("x-powered-by");

app.use((req, res, next) => {
  res.set({
    "Content-Security-Policy":
      "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; " +
      "form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
  });
  next();
});

// Ahead of the sessions: files are the same for everybody.
app.use(express.static(join(import.meta.dirname, "public")));

app.use(expressSession(sessions));
app.use(express.urlencoded({ extended: false, limit: "10kb" }));
app.use(home, account, shop, profile, devices, confirm, password, admin);
app.use(notFound, errorPage);

import { join } from "node:path";
import express from "express";
import { api } from "./api.js";

export const app = express();
app.disable("x-powered-by");

app.use((_req, res, next) => {
  res.set("Content-Security-Policy", "default-src 'self'; frame-ancestors 'none'; base-uri 'none'");
  next();
});

// What `vite build` has made: the same for everybody, and so without a session.
app.use(express.static(join(import.meta.dirname, "dist")));
app.use("/api", api);

// One contestant in a process of its own: node server.js CONTESTANT REDIS_URL. It prints its port, and answers what `cpu` it used.
import express from "express";
import { contestants } from "./contestants.js";

const [, , name, redisUrl] = process.argv;
const app = express();
app.disable("etag");
const { middleware, login } = await contestants[name](redisUrl);
app.use(middleware);
app.get("/login", async (req, res) => {
  await login(req, `user-${Math.random()}`);
  res.send("in");
});
app.get("/read", (req, res) => res.send(`theme ${req.session?.theme}`));
let writes = 0;
app.get("/write", (req, res) => {
  if (req.session) req.session.counter = ++writes;
  res.send("written");
});
app.get("/cpu", (_req, res) => res.json(process.cpuUsage()));

const server = app.listen(0, "127.0.0.1", () => console.log(server.address().port));

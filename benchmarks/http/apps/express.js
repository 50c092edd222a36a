import { once } from "node:events";
import express from "express";

/** An Express app in which a contestant does the work. */
export async function serve({ install, login, userOf, write, written }) {
  const app = express();
  app.set("trust proxy", 1);
  await install?.(app);

  app.get("/page", (_req, res) => res.json({ hello: "world" }));
  app.get("/user", async (req, res) => {
    const user = await userOf(req, res);
    if (user === undefined) res.status(401).json({ error: "not signed in" });
    else res.json({ user });
  });
  let writes = 0;
  app.post("/value", async (req, res) => {
    const value = ++writes;
    await write(req, value, res);
    res.json({ value });
  });
  app.get("/value", async (req, res) => res.json({ value: await written(req, res) }));
  app.post("/login/:user", async (req, res) => {
    const cookie = await login(req, req.params.user, res);
    if (cookie) res.append("set-cookie", cookie);
    res.json({ user: req.params.user });
  });

  const server = app.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { port: server.address().port, close: () => server.close() };
}

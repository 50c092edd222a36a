import { request } from "node:http";
import { join } from "node:path";
import { pipeline } from "node:stream";
import express from "express";

/**
 * What stands in front of the nodes: they answer by turns, or the one that the page asks for does (`?node=B`).
 *
 * @param {Map<unknown, number>} ports of the nodes, by name
 */
export function balancer(ports) {
  const byTurns = [...ports.values()];
  let turn = 0;
  const app = express();
  app.disable("x-powered-by");
  app.use(express.static(join(import.meta.dirname, "public")));
  app.use((req, res) => {
    const { method, originalUrl: path, headers } = req;
    const port = ports.get(req.query.node) ?? byTurns[turn++ % byTurns.length];
    const onward = request({ host: "127.0.0.1", port, method, path, headers }, (answer) => {
      res.writeHead(answer.statusCode ?? 502, answer.headers);
      pipeline(answer, res, () => {});
    });
    pipeline(req, onward, (error) => {
      if (error && !res.headersSent) res.status(502).end("This node does not answer.");
    });
  });
  return app;
}

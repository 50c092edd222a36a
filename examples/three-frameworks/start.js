import { once } from "node:events";
import { expressApp } from "./express-app.js";
import { fastifyApp } from "./fastify-app.js";
import { koaApp } from "./koa-app.js";
import { ports } from "./ports.js";
import { sessions } from "./sessions.js";

/**
 * Starts each app with its framework's own `listen`, on three ports in a row; with port 0, on free ones.
 *
 * @param {number} port
 * @param {string} host
 */
export async function start(port, host) {
  const nth = (/** @type {number} */ n) => (port === 0 ? 0 : port + n);
  const express = expressApp.listen(nth(0), host);
  await once(express, "listening");
  await fastifyApp.listen({ port: nth(1), host });
  const koa = koaApp.listen(nth(2), host);
  await once(koa, "listening");

  const servers = { Express: express, Fastify: fastifyApp.server, Koa: koa };
  for (const [name, server] of Object.entries(servers)) {
    ports.set(name, /** @type {import("node:net").AddressInfo} */ (server.address()).port);
  }
  return async () => {
    for (const server of [express, koa]) {
      server.close();
      server.closeAllConnections();
    }
    await fastifyApp.close();
    await sessions.close();
  };
}

import { ports } from "./ports.js";
import { start } from "./start.js";

const port = Number(process.env.PORT || 3000);
const host = process.env.HOST || "127.0.0.1";

const close = await start(port, host).catch((error) => {
  console.error(
    `Cannot listen on ports ${port} to ${port + 2} of ${host}: ${error.message}. Others: PORT=4000`,
  );
  process.exit(1);
});
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, close);

const urlOf = (/** @type {string} */ name) => `http://${host}:${ports.get(name)}`;
console.log(`
One session, three frameworks. Sign in at one, and all know you; sign out at one, and you are out of all.

  Express  ${urlOf("Express")}
  Fastify  ${urlOf("Fastify")}
  Koa      ${urlOf("Koa")}

Or from another terminal. Sign in at Express, and see the private pages of the others:

  curl -i -c cookies.txt -d "name=ada&password=lovelace" ${urlOf("Express")}/login
  curl -i -b cookies.txt ${urlOf("Fastify")}/private
  curl -i -b cookies.txt ${urlOf("Koa")}/private

Sign out at Fastify. The cookie is still in cookies.txt, but it is worth nothing now, at none of them: 401.

  curl -i -b cookies.txt -X POST -H "Origin: ${urlOf("Fastify")}" ${urlOf("Fastify")}/logout
  curl -i -b cookies.txt ${urlOf("Koa")}/private

Ctrl+C stops them.
`);

import formbody from "@fastify/formbody";
import { authenticate } from "@sess-example/shared/users.js";
import { fastifySession, requireLogin } from "@sess/fastify";
import Fastify from "fastify";
import { homePage, privatePage } from "./pages.js";
import { sessions } from "./sessions.js";

export const fastifyApp = Fastify();
await fastifyApp.register(formbody);
await fastifyApp.register(fastifySession, { sessions });

fastifyApp.get("/", async (request, reply) => {
  reply.type("text/html");
  return homePage("Fastify", request.hostname, sessions.from(request));
});

fastifyApp.post("/login", async (request, reply) => {
  const user = authenticate(request.body);
  if (!user) return reply.code(401).send("Wrong name or password");
  await sessions.from(request).login(user);
  return reply.redirect("/");
});

fastifyApp.post("/logout", async (request, reply) => {
  await sessions.from(request).logout();
  return reply.redirect("/");
});

fastifyApp.get("/private", { onRequest: requireLogin() }, async (request, reply) => {
  const session = sessions.from(request);
  await session.update((data) => (data.fastify = (data.fastify ?? 0) + 1));
  reply.type("text/html");
  return privatePage("Fastify", session);
});

import Fastify from "fastify";

/** A Fastify app in which a contestant does the work. */
export async function serve({ install, login, userOf, write, written }) {
  const app = Fastify({ trustProxy: true });
  await install?.(app);

  app.get("/page", async () => ({ hello: "world" }));
  app.get("/user", async (request, reply) => {
    const user = await userOf(request, reply);
    if (user !== undefined) return { user };
    reply.code(401);
    return { error: "not signed in" };
  });
  let writes = 0;
  app.post("/value", async (request, reply) => {
    const value = ++writes;
    await write(request, value, reply);
    return { value };
  });
  app.get("/value", async (request, reply) => ({ value: await written(request, reply) }));
  app.post("/login/:user", async (request, reply) => {
    const { user } = request.params;
    const cookie = await login(request, user, reply);
    if (cookie) reply.header("set-cookie", cookie);
    return { user };
  });

  await app.listen({ port: 0, host: "127.0.0.1" });
  return { port: app.server.address().port, close: () => app.close() };
}

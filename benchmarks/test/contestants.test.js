// Every contestant on every framework answers rightly, and stands each workload: benchmarks must not rot.
import { startRedis } from "@sess/test-redis";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { login } from "../http/client.js";
import { contestantsOf, frameworks, serverOf } from "../http/frameworks.js";
import { userName } from "../http/data.js";
import { CONNECTIONS, load } from "../http/load.js";
import { verify } from "../http/verify.js";
import { tours, workloads } from "../http/workloads.js";

let redis;
beforeAll(async () => {
  redis = await startRedis();
});

const users = Array.from({ length: CONNECTIONS }, (_, i) => userName(i));

for (const framework of frameworks) {
  describe(framework, async () => {
    const contestants = await contestantsOf(framework);
    const serve = await serverOf(framework);

    test.for(Object.keys(contestants))("%s", async (name) => {
      const contestant = await contestants[name](redis.url);
      const { port, close } = await serve(contestant);
      const verbs = Object.keys(contestant);
      await verify(port, verbs);
      const visitors = await Promise.all(users.map((user) => login(port, user)));
      for (const workload of Object.values(workloads)) {
        if (verbs.includes(workload.needs)) await load({ name, port, visitors }, workload, CONNECTIONS, 1);
      }
      await close();
    });
  });
}

describe("verification", () => {
  /** Bare, with something broken. */
  const broken = async (change) => {
    const { bare } = await contestantsOf("fastify");
    const contestant = { ...bare(), ...change };
    const { port, close } = await (await serverOf("fastify"))(contestant);
    try {
      await verify(port, Object.keys(contestant));
    } finally {
      await close();
    }
  };

  test("notices who lets everybody in", async () => {
    await expect(broken({ userOf: () => "user-a" })).rejects.toThrow("nobody is signed in");
  });

  test("notices who lets nobody in", async () => {
    await expect(broken({ userOf: () => undefined })).rejects.toThrow("the right user");
  });

  test("notices who believes a forged cookie", async () => {
    const userOf = ({ headers: { cookie } }) => cookie?.slice("sid=".length, cookie.indexOf("."));
    await expect(broken({ userOf })).rejects.toThrow("a forged cookie");
  });

  test("notices who does not keep what is written", async () => {
    await expect(broken({ write() {}, written: () => 0 })).rejects.toThrow("what was written");
  });
});

describe("load", () => {
  let app, close;
  beforeAll(async () => {
    const { bare } = await contestantsOf("fastify");
    const server = await (await serverOf("fastify"))(bare());
    close = server.close;
    app = { name: "bare", port: server.port };
    app.visitors = await Promise.all(users.map((user) => login(app.port, user)));
  });
  afterAll(() => close());

  test.for(Object.keys(tours))("goes through the tour %s", async (name) => {
    await load(app, tours[name], CONNECTIONS, 1);
  });

  test("fails when an answer is another one", async () => {
    const strangers = { ...app, visitors: users.map(() => "sid=nobody") };
    const loading = load(strangers, workloads.read, CONNECTIONS, 0);
    await expect(loading).rejects.toThrow("32 requests for 200, 0 errors, got");
  });
});

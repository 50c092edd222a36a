import { sessionCases, storeCases, userIndexCases } from "@sess/conformance";
import { memoryStore } from "@sess/store-memory";
import { faulty, type FaultyStore, signIn } from "@sess/testing";
import { webSession } from "@sess/web";
import { describe, expect, it } from "vitest";
import { sessionsFor } from "./support/apps.js";

describe("without a plan it is the store behind it", () => {
  for (const cases of [storeCases, userIndexCases, sessionCases])
    for (const { name, run } of cases({ makeStore: (clock) => faulty(memoryStore({ clock })) }))
      it(name, run);
});

const record = { fields: { a: "1" }, expiresAt: Date.now() + 60_000, anonymous: true };

/** An app that shows the user, and at /cart puts something into the session; and the cookie of a user. */
async function app(store: FaultyStore): Promise<(path: string) => Promise<number>> {
  const sessions = sessionsFor({ store });
  const handler = webSession(sessions, { onError: () => {} })((req) => {
    const session = sessions.from(req);
    if (req.url.endsWith("/cart")) session.cart = ["ink"];
    return new Response(session.userId);
  });
  const { header: cookie } = await signIn(sessions, "alice");
  store.resetCounts();
  return async (path) =>
    (await handler(new Request(`http://localhost${path}`, { headers: { cookie } }))).status;
}

describe("faults", () => {
  it("fail the next call, once, without reaching the store", async () => {
    const store = faulty(memoryStore());
    const ask = await app(store);
    store.failNext("patch");
    expect(await ask("/")).toBe(200);
    expect(await ask("/cart")).toBe(503);
    expect(await ask("/cart")).toBe(200);
  });

  it("serve calls in turn, and give the error that they were given", async () => {
    const store = faulty(memoryStore());
    store.failNext("create", new Error("first"));
    const held = store.hangNext("create");
    store.failNext("create");
    await expect(store.create("k", record)).rejects.toThrow("first");
    const creating = store.create("k", record);
    await expect(store.create("k", record)).rejects.toThrow("create fails, as the test wants it");
    await held.reached;
    expect(await store.read("k")).toBeUndefined();
    held.release();
    expect(await creating).toBe(true);
  });

  it("may be let go before they come", async () => {
    const store = faulty(memoryStore());
    store.hangNext("read").release();
    expect(await store.read("k")).toBeUndefined();
  });

  it("concern the user index by name", async () => {
    const store = faulty(memoryStore());
    const sessions = sessionsFor({ store });
    await signIn(sessions, "alice");
    store.failNext("users.list");
    await expect(sessions.list("alice")).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
    expect(await sessions.list("alice")).toHaveLength(1);
  });

  it("of an outage are everywhere, until it ends", async () => {
    const store = faulty(memoryStore());
    const ask = await app(store);
    store.down();
    expect([await ask("/"), await ask("/cart")]).toEqual([503, 503]);
    store.up();
    expect([await ask("/"), await ask("/cart")]).toEqual([200, 200]);
  });

  it("a call that is held when the outage begins fails in it", async () => {
    const store = faulty(memoryStore());
    const held = store.hangNext("read");
    const reading = store.read("k");
    await held.reached;
    store.down();
    held.release();
    await expect(reading).rejects.toThrow("the store is down");
  });
});

describe("counts", () => {
  it("tell what a request costs", async () => {
    const store = faulty(memoryStore());
    const ask = await app(store);
    await ask("/");
    expect([store.count("read"), store.total]).toEqual([1, 1]);
    await ask("/cart");
    expect([store.count("read"), store.count("patch"), store.total]).toEqual([2, 1, 3]);
    store.resetCounts();
    expect([store.count("read"), store.total]).toEqual([0, 0]);
  });
});

it("a store without a user index has none, and one without close() can be closed", async () => {
  const { create, read, patch, delete: remove } = memoryStore();
  const bare = faulty({ create, read, patch, delete: remove });
  expect([bare.users, bare.invalidations]).toEqual([undefined, undefined]);
  await bare.close?.();
});

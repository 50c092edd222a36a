import assert from "node:assert/strict";
import { signSessionId } from "@sess/connect-store";
import { cookieOf, hold, OPTIONS } from "../fixes/trial.js";
import { type Case, inWorld, jsonOf, type World } from "./world.js";

const TO_CONNECT = { dropIn: { nativeTo: "connect" } };
const SHOWN = { cart: ["tea"], old: 1 };

/** The data of the connect store's only record. */
function recordIn({ store }: World): unknown {
  const [text = "{}", ...others] = Object.values(store.sessions);
  assert.equal(others.length, 0);
  return { ...(JSON.parse(text) as object), cookie: undefined };
}

/** `nativeTo: "connect"`, in one process of the drop-in. The other one stays native, and all are asked at the same time. */
export const moves: readonly Case[] = [
  inWorld("a session moves, and is there by its new cookie", TO_CONNECT, async (world) => {
    const cookie = cookieOf(await world.native("/login"));
    const moved = await world.dropIn("/show", cookie);
    assert.deepEqual(jsonOf(moved), SHOWN);
    const next = cookieOf(moved);
    assert.match(next, /^connect\.sid=s/);
    assert.deepEqual(jsonOf(await world.dropIn("/show", next)), SHOWN);
    assert.deepEqual(recordIn(world), { ...SHOWN, cookie: undefined });
  }),
  inWorld("processes that are a step behind follow", TO_CONNECT, async ({ native, dropIn, behind }) => {
    const cookie = cookieOf(await native("/login"));
    const next = cookieOf(await dropIn("/add", cookie));
    const shown = { cart: ["tea", "milk"], theme: "dark" };
    assert.deepEqual(jsonOf(await behind("/show", `${cookie}; ${next}`)), shown);
    assert.deepEqual(jsonOf(await behind("/show", cookie)), shown);
  }),
  inWorld("it moves once, however many requests come at once", TO_CONNECT, async (world) => {
    const cookie = cookieOf(await world.native("/login"));
    const answers = await Promise.all(Array.from({ length: 8 }, () => world.dropIn("/id", cookie)));
    assert.deepEqual(
      answers.map(({ text, setCookie }) => [text, setCookie.length]),
      answers.map(() => [answers[0]?.text, 1]),
    );
    assert.deepEqual(Object.keys(world.store.sessions), [answers[0]?.text]);
  }),
  inWorld("of two requests at once the second may be the first", TO_CONNECT, async (world) => {
    const cookie = cookieOf(await world.native("/login"));
    const copying = hold(world.store, "set");
    const first = world.dropIn("/show", cookie);
    await copying.reached;
    const second = await world.dropIn("/show", cookie);
    copying.release();
    assert.equal(cookieOf(await first), cookieOf(second));
    assert.deepEqual(jsonOf(await first), SHOWN);
    assert.deepEqual(recordIn(world), { ...SHOWN, cookie: undefined });
  }),
  inWorld("a logout leaves nothing to come back to", TO_CONNECT, async ({ native, dropIn }) => {
    const cookie = cookieOf(await native("/login"));
    const next = cookieOf(await dropIn("/show", cookie));
    await dropIn("/logout", `${cookie}; ${next}`);
    assert.deepEqual(jsonOf(await dropIn("/show", cookie)), {});
    assert.deepEqual(jsonOf(await dropIn("/show", `${cookie}; ${next}`)), {});
    assert.ok(!("cart" in (jsonOf(await native("/show", cookie)) as object)));
  }),
  inWorld(
    "a new login follows, though the browser has the native cookie still",
    TO_CONNECT,
    async (world) => {
      const cookie = cookieOf(await world.native("/login"));
      const next = cookieOf(await world.dropIn("/anew", cookie));
      assert.deepEqual(jsonOf(await world.dropIn("/show", `${cookie}; ${next}`)), { fresh: true });
    },
  ),

  inWorld("what is written while it is copied comes along", TO_CONNECT, async (world) => {
    const cookie = cookieOf(await world.native("/login"));
    const copying = hold(world.store, "set");
    const moving = world.dropIn("/show", cookie);
    await copying.reached;
    await world.behind("/add", cookie);
    copying.release();
    const shown = { cart: ["tea", "milk"], theme: "dark" };
    assert.deepEqual(jsonOf(await moving), shown);
    assert.deepEqual(recordIn(world), { ...shown, cookie: undefined });
  }),
  inWorld(
    "a request that began before keeps its changes where the session is by then",
    TO_CONNECT,
    async (world) => {
      const cookie = cookieOf(await world.native("/login"));
      const slow = world.behind("/slow", cookie);
      await world.slow.loaded.come;
      const next = cookieOf(await world.dropIn("/add", cookie));
      world.slow.go.tell();
      assert.equal((await slow).status, 200);
      const shown = { cart: ["tea", "milk"], theme: "dark", late: 1 };
      assert.deepEqual(jsonOf(await world.dropIn("/show", next)), shown);
      assert.deepEqual(jsonOf(await world.behind("/show", cookie)), shown);
    },
  ),
  inWorld("a logout that began before ends it where it is by then", TO_CONNECT, async (world) => {
    const cookie = cookieOf(await world.native("/login"));
    const slow = world.behind("/slow-logout", cookie);
    await world.slow.loaded.come;
    const next = cookieOf(await world.dropIn("/show", cookie));
    world.slow.go.tell();
    await slow;
    assert.deepEqual(jsonOf(await world.dropIn("/show", next)), {});
    assert.deepEqual(Object.keys(world.store.sessions), []);
  }),
  inWorld("a logout while it is copied ends it", TO_CONNECT, async (world) => {
    const cookie = cookieOf(await world.native("/login"));
    const copying = hold(world.store, "set");
    const moving = world.dropIn("/show", cookie);
    await copying.reached;
    await world.behind("/logout", cookie);
    copying.release();
    assert.deepEqual(jsonOf(await moving), {});
    assert.deepEqual(Object.keys(world.store.sessions), []);
  }),
  inWorld("it does not move while a logout is at work", TO_CONNECT, async (world) => {
    const cookie = cookieOf(await world.native("/login"));
    const ending = world.records.pauseNext("delete");
    const logout = world.behind("/logout", cookie);
    await ending.reached;
    assert.deepEqual(jsonOf(await world.dropIn("/show", cookie)), {});
    ending.release();
    assert.equal((await logout).status, 200);
    assert.deepEqual(Object.keys(world.store.sessions), []);
  }),
  inWorld("a request that reads it again finds it where it is by then", TO_CONNECT, async (world) => {
    const cookie = cookieOf(await world.native("/login"));
    const slow = world.behind("/slow-reload", cookie);
    await world.slow.loaded.come;
    await world.dropIn("/add", cookie);
    world.slow.go.tell();
    const shown = { cart: ["tea", "milk"], theme: "dark" };
    assert.deepEqual(jsonOf(await slow), shown);
    assert.deepEqual(recordIn(world), { ...shown, again: 1, cookie: undefined });
  }),
  inWorld(
    "what an app's data say leads to nobody's session",
    {
      ...TO_CONNECT,
      native: {
        "/plant": (native) => void (native["connectSid"] = "victim"),
        "/plant-signed": (native) =>
          void (native["connectSid"] = signSessionId("victim", OPTIONS.secret).slice(2)),
      },
    },
    async (world) => {
      world.store.set("victim", { cookie: {}, secret: "the victim's" });
      for (const plant of ["/plant", "/plant-signed"]) {
        const cookie = cookieOf(await world.native("/login"));
        await world.native(plant, cookie);
        for (const process of [world.behind, world.dropIn]) {
          const answer = await process("/show", cookie);
          assert.deepEqual(jsonOf(answer), SHOWN);
          assert.ok(!answer.setCookie.some((line) => line.includes("victim")));
        }
      }
    },
  ),
  inWorld(
    "what one session's record says leads no other session there",
    {
      ...TO_CONNECT,
      native: { "/steal": (native) => void (native["connectSid"] = stolen.word) },
    },
    async (world) => {
      const victim = cookieOf(await world.native("/login"));
      await world.dropIn("/add", victim);
      const { connectSid } = jsonOf(await world.native("/show", victim)) as { connectSid: string };
      stolen.word = connectSid;
      const cookie = cookieOf(await world.native("/login"));
      await world.native("/steal", cookie);
      assert.deepEqual(jsonOf(await world.dropIn("/show", cookie)), SHOWN);
      assert.deepEqual(jsonOf(await world.dropIn("/show", victim)), { cart: ["tea", "milk"], theme: "dark" });
    },
  ),
];

const stolen = { word: "" };

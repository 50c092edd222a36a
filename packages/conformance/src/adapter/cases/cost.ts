import { same } from "../../store/check.js";
import { adapterCase, look, type Row } from "../trial.js";

export const cost: readonly Row[] = [
  adapterCase(
    "anonymous, unused: no store call and no header of ours (7.6.2, D-23, V-18, T-18)",
    {},
    async ({ browser, counts }) => {
      const { status, setCookies, headers } = await browser().ask("/unused");
      same(
        { status, setCookies, vary: headers.vary },
        { status: 200, setCookies: [], vary: undefined },
        "nothing is added",
      );
      same(counts.totalCalls, 0, "an anonymous request makes no store call");
    },
  ),

  adapterCase(
    "anonymous, read: no store call, no cookie, but Vary (7.6.2, D-23, V-21)",
    {},
    async ({ browser, counts }) => {
      const { setCookies, headers } = await browser().ask("/look");
      same(setCookies, [], "reading gives no cookie");
      same(headers.vary?.toLowerCase().includes("cookie"), true, "the answer depends on the cookie");
      same(headers["cache-control"], "private", "shared caches do not keep what depends on a session");
      same(counts.totalCalls, 0, "reading an anonymous session makes no store call");
    },
  ),

  adapterCase("clean authenticated read: one store call, no cookie", {}, async ({ browser, counts }) => {
    const alice = browser();
    await alice.ask("/login");
    counts.resetCalls();
    const { setCookies, headers } = await alice.ask("/look");
    same(setCookies, [], "the cookie does not change");
    same(headers["cache-control"], "no-store", "a page of a signed-in user is not kept");
    same(counts.calls, { create: 0, read: 1, patch: 0, delete: 0 }, "a clean read is one call");
  }),

  adapterCase(
    "authenticated write: two store calls",
    { routes: { "/write": ({ session, send }) => ((session["n"] = 1), send(200, "")) } },
    async ({ browser, counts }) => {
      const alice = browser();
      await alice.ask("/login");
      counts.resetCalls();
      await alice.ask("/write");
      same(counts.calls, { create: 0, read: 1, patch: 1, delete: 0 }, "a write is two calls");
    },
  ),

  adapterCase("touched at most once an interval (D-08)", {}, async ({ browser, counts, clock }) => {
    const alice = browser();
    await alice.ask("/login");
    counts.resetCalls();
    clock.time += 59_999;
    await alice.ask("/unused");
    same(counts.calls.patch, 0, "no touch before a minute has passed");
    clock.time += 1;
    await alice.ask("/unused");
    await alice.ask("/unused");
    same(counts.calls.patch, 1, "one touch after it, also where the handler does not use the session");
  }),

  adapterCase(
    "idle and absolute deadline (7.3.1, 7.3.2, 7.4.1, N-08, SESS-07, SM-16)",
    { options: { idleSeconds: 600, absoluteSeconds: 1000 } },
    async (trial) => {
      const alice = trial.browser();
      await alice.ask("/login");
      trial.clock.time += 599_999;
      same((await look(alice)).userId, "alice", "alive until the idle deadline, which this request moves");
      trial.clock.time += 400_000;
      same((await look(alice)).userId, "alice", "alive until the absolute deadline");
      trial.clock.time += 1;
      same((await look(alice)).userId, null, "nothing moves the absolute deadline");
      same((await alice.ask("/private")).status, 401, "401 after expiry");
    },
  ),
];

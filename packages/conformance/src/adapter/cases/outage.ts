import { same } from "../../store/check.js";
import type { RouteContext } from "../options.js";
import { adapterCase, look, type Trial, type Row } from "../trial.js";

const WRITE = {
  "/write": ({ session, send }: RouteContext) => {
    session["n"] = 1;
    return send(200, "the handler's answer");
  },
};

async function isRefused(
  asked: Promise<{ status: number; body: string; setCookies: readonly string[] }>,
): Promise<void> {
  const { status, body, setCookies } = await asked;
  same({ status, setCookies }, { status: 503, setCookies: [] }, "503, and the cookie stays as it was");
  same(body.includes("the handler's answer"), false, "nothing claims that all went well");
  same(body.includes("the store is down"), false, "and nothing tells why");
}

async function recovers({ events }: Trial, alice: ReturnType<Trial["browser"]>): Promise<void> {
  same((await look(alice)).userId, "alice", "it recovers by itself, and the session is still good");
  same(
    events.some(({ type }) => type === "store_failed"),
    true,
    "an event tells",
  );
}

export const outage: readonly Row[] = [
  adapterCase(
    "the store rejects a read: 503 by the framework, and it recovers (16.5.1, 16.5.2, 16.5.3, T-23)",
    {},
    async (trial) => {
      const alice = trial.browser();
      await alice.ask("/login");
      trial.pauses.pauseNext("read").fail(new Error("the store is down"));
      await isRefused(alice.ask("/look"));
      await recovers(trial, alice);
    },
  ),

  adapterCase(
    "the store rejects a write: 503 in place of the handler's answer (16.5.3, T-23)",
    { routes: WRITE },
    async (trial) => {
      const alice = trial.browser();
      await alice.ask("/login");
      trial.pauses.pauseNext("patch").fail(new Error("the store is down"));
      await isRefused(alice.ask("/write"));
      await recovers(trial, alice);
    },
  ),

  adapterCase(
    "the store fails at login: 503, no cookie for a session that was not stored (V-33)",
    {},
    async (trial) => {
      const user = trial.browser();
      trial.pauses.pauseNext("create").fail(new Error("the store is down"));
      await isRefused(user.ask("/login"));
      same([user.cookie, await trial.ledger.live()], ["", 0], "no cookie and no record");
      await user.ask("/login");
      await recovers(trial, user);
    },
  ),

  adapterCase(
    "the store fails after a login, at the answer's own write: 503 and no cookie (V-33)",
    {},
    async (trial) => {
      const user = trial.browser();
      trial.pauses.pauseNext("patch").fail(new Error("the store is down"));
      await isRefused(user.ask("/login"));
      await user.ask("/login");
      await recovers(trial, user);
    },
  ),

  adapterCase(
    "the store fails at a logout that nobody waits for: 503, not a false goodbye (SESS-06, 16.5.3, T-23)",
    {
      routes: {
        "/careless": ({ session, send }) => (void session.logout(), send(200, "the handler's answer")),
      },
    },
    async (trial) => {
      const alice = trial.browser();
      await alice.ask("/login");
      trial.pauses.pauseNext("delete").fail(new Error("the store is down"));
      await isRefused(alice.ask("/careless"));
      await recovers(trial, alice);
    },
  ),

  ...(["read", "patch"] as const).map((method) =>
    adapterCase(
      `the store never answers a ${method}: 503 within the deadline (D-16, T-23)`,
      { routes: WRITE, options: { storeTimeoutMs: 30 } },
      async (trial) => {
        const alice = trial.browser();
        await alice.ask("/login");
        trial.pauses.pauseNext(method).hang();
        await isRefused(alice.ask("/write"));
        await recovers(trial, alice);
      },
    ),
  ),

  adapterCase(
    "a store failure while a stream runs: the stream ends, an event tells, the server lives",
    (point) => ({
      routes: {
        "/stream": async ({ session, raw }) => {
          raw().write("begun,");
          await point().pass();
          session["late"] = 1;
          raw().end("ended");
        },
      },
    }),
    async (trial) => {
      const alice = trial.browser();
      await alice.ask("/login");
      const asked = alice.start("/stream");
      await trial.point().reached;
      trial.pauses.pauseNext("patch").fail(new Error("the store is down"));
      trial.point().release();
      same((await asked.answer).body, "begun,ended", "nothing more can be said to this client");
      same(trial.events.map(({ type }) => type).includes("save_failed"), true, "but an event tells");
      await recovers(trial, alice);
    },
  ),

  adapterCase(
    "data that cannot be stored: 500, and nothing is written",
    {
      routes: {
        "/function": ({ session, send }) => (
          (session["f"] = { g: [() => 1] }),
          send(200, "the handler's answer")
        ),
      },
    },
    async ({ browser, counts }) => {
      const { status, body, setCookies } = await browser().ask("/function");
      same(
        [status, body.includes("the handler's answer"), setCookies],
        [500, false, []],
        "an error, before anything is sent",
      );
      same(counts.totalCalls, 0, "nothing was written");
    },
  ),
];

import type { Session } from "@sess/core";
import { same } from "../../store/check.js";
import type { Answer, Browser } from "../browser.js";
import { adapterCase, look, type PointOf, type Row } from "../trial.js";

/** What a request may do that comes too late. */
const LATE: Readonly<Record<string, (session: Session) => unknown>> = {
  "writes a field": (session) => (session["late"] = true),
  "changes deep in a field": (session) => (session["name"] = { deep: [session["name"]] }),
  "deletes a field": (session) => delete session["name"],
  saves: (session) => ((session["late"] = true), session.save()),
  touches: (session) => session.touch(),
  updates: (session) => session.update((data) => void (data["late"] = true)),
  rotates: (session) => session.rotate(),
  regenerates: (session) => session.regenerate(),
  reloads: (session) => session.reload(),
};

/** A request that has loaded the session stops, the session is ended elsewhere, and the request goes on. */
const logoutIsFinal = Object.entries(LATE).map(([what, act]) =>
  adapterCase(
    `logout is final: a slow request that ${what} (V-01, T-10, SESS-06, 15.4.1)`,
    (point) => ({
      routes: {
        "/slow": async (context) => {
          same(context.session.userId, "alice", "loaded before the logout");
          await point().pass();
          try {
            await act(context.session);
          } catch {
            // The verbs tell that the session is over. A handler that does not care goes on:
          }
          context.session["after"] = true;
          return context.send(200, "done");
        },
      },
    }),
    async ({ browser, ledger, clock, point }) => {
      const alice = browser();
      await alice.ask("/login");
      const before = alice.copy();
      const late = alice.copy().start("/slow");
      await point().reached;
      await alice.ask("/logout");
      clock.time += 120_000; // A touch would be due.
      point().release();
      same((await late.answer).setCookies, [], "a late answer has no cookie, and clears none");
      same(await ledger.live(), 0, "no record comes back, under no key");
      same((await before.ask("/private")).status, 401, "and nobody is signed in");
    },
  ),
);

/** What the session has when all begin, and what each request writes one of. */
const FIELDS = Array.from({ length: 32 }, (_, index) => `f${index}`);

/** Asks once for each name, and lets no handler go on before all of them have loaded the session. */
function together(
  browser: Browser,
  path: string,
  names: readonly string[],
  point: PointOf,
): Promise<Answer>[] {
  const asked = names.map((name) => browser.copy().start(path, { headers: { "x-field": name } }));
  void Promise.all(names.map((name) => point(name).reached)).then(() => {
    for (const name of names) point(name).release();
  });
  return asked.map(({ answer }) => answer);
}

export const races: readonly Row[] = [
  ...logoutIsFinal,

  adapterCase(
    "a late answer leaves a newer login's cookie alone (V-02, T-10)",
    (point) => ({
      routes: {
        "/slow": async ({ session, send }) => {
          void session.userId;
          await point().pass();
          session["late"] = true;
          return send(200, "");
        },
      },
    }),
    async ({ browser, point }) => {
      const alice = browser();
      await alice.ask("/login");
      const late = alice.start("/slow");
      await point().reached;
      await alice.ask("/logout");
      await alice.ask("/login");
      point().release();
      await late.answer;
      same((await look(alice)).userId, "alice", "the browser is still signed in");
    },
  ),

  adapterCase(
    "nothing is lost: 32 parallel requests that write different fields, and one that deletes (15.4.1)",
    (point) => ({
      routes: {
        "/fill": ({ session, send }) => {
          for (const name of FIELDS) session[name] = "before";
          return send(200, "");
        },
        "/write": async ({ session, header, send }) => {
          const name = String(header("x-field"));
          await point(name).pass();
          if (name === "name") delete session[name];
          else session[name] = name;
          return send(200, "");
        },
      },
    }),
    async ({ browser, counts, point }) => {
      const alice = browser();
      await alice.ask("/login");
      await alice.ask("/fill");
      counts.resetCalls();
      await Promise.all(together(alice, "/write", [...FIELDS, "name"], point));
      const { data } = await look(alice);
      const written = Object.fromEntries(FIELDS.map((name) => [name, name]));
      same(data, written, "each field is as its request wrote it, and the deleted one is gone");
      same(counts.calls.patch, 33, "each write was one call");
    },
  ),

  adapterCase(
    "update: every one of 16 parallel increments counts (15.4.2)",
    (point) => ({
      routes: {
        "/count": async ({ session, header, send }) => {
          await point(header("x-field")).pass();
          const n = await session.update((data) => (data["n"] = Number(data["n"] ?? 0) + 1));
          return send(200, String(n));
        },
      },
    }),
    async ({ browser, point }) => {
      const alice = browser();
      await alice.ask("/login");
      const names = Array.from({ length: 16 }, (_, index) => `n${index}`);
      const answers = await Promise.all(together(alice, "/count", names, point));
      const counted = answers.map(({ body }) => Number(body)).sort((a, b) => a - b);
      same(
        counted,
        Array.from({ length: 16 }, (_, index) => index + 1),
        "each saw its own number",
      );
      same((await look(alice)).data["n"], 16, "and the sum is right");
    },
  ),

  adapterCase(
    "rotation against a parallel write: the write comes along, the old token is dead (V-02)",
    {
      routes: {
        "/rotate": async ({ session, send }) => (await session.rotate(), send(200, "")),
        "/write": ({ session, send }) => ((session["parallel"] = true), send(200, "")),
      },
    },
    async ({ browser, pauses, ledger }) => {
      const alice = browser();
      await alice.ask("/login");
      const old = alice.copy();
      const claim = pauses.pauseNext("delete");
      const rotating = alice.start("/rotate");
      await claim.reached;
      await old.ask("/write");
      claim.release();
      await rotating.answer;
      same((await look(alice)).data, { name: "Alice", parallel: true }, "merged");
      same((await look(old)).userId, null, "the old token is dead");
      same(await ledger.live(), 1, "one record");
    },
  ),

  adapterCase(
    "two rotations at once: one wins, no orphan (V-02)",
    {
      routes: {
        "/rotate": async ({ session, send }) => {
          try {
            await session.rotate();
            return send(200, "won");
          } catch {
            return send(401, "lost");
          }
        },
      },
    },
    async ({ browser, pauses, ledger }) => {
      const alice = browser();
      await alice.ask("/login");
      const [left, right] = [alice.copy(), alice.copy()];
      const gates = [pauses.pauseNext("delete"), pauses.pauseNext("delete")];
      const asked = [left.start("/rotate"), right.start("/rotate")];
      await Promise.all(gates.map((gate) => gate.reached));
      for (const gate of gates) gate.release();
      const answers = await Promise.all(asked.map(({ answer }) => answer));
      same(answers.map(({ body }) => body).sort(), ["lost", "won"], "one wins");
      same(
        answers.map(({ setCookies }) => setCookies.length).sort(),
        [0, 1],
        "and only that one gets a cookie",
      );
      same(await ledger.live(), 1, "one record remains");
    },
  ),

  adapterCase(
    "50 users at once, in each other's way: each sees only himself (V-36, T-24)",
    {
      routes: {
        "/as": async ({ session, header, send }) => {
          const name = String(header("x-field"));
          await session.login(name, { data: { mine: name } });
          return send(200, "");
        },
      },
    },
    async ({ browser }) => {
      const users = Array.from({ length: 50 }, (_, index) => ({ name: `user-${index}`, browser: browser() }));
      await Promise.all(users.map((user) => user.browser.ask("/as", { headers: { "x-field": user.name } })));
      const seen = await Promise.all(users.map((user) => look(user.browser)));
      same(
        seen,
        users.map(({ name }) => ({ userId: name, data: { mine: name } })),
        "no cross-talk",
      );
    },
  ),
];

import { same } from "../../store/check.js";
import { adapterCase, look, type Row } from "../trial.js";

const TOKEN = "A".repeat(44);

/** Cookie headers that lead nowhere: never a 500, and never a store call. */
const BAD_COOKIES: readonly (readonly [what: string, header: string])[] = [
  ["an empty value", "sid="],
  ["a short value", "sid=abc"],
  ["a value too long by one", `sid=${TOKEN}A`],
  ["a huge value", `sid=${"A".repeat(8000)}`],
  ["a quoted value", `sid="${TOKEN}"`],
  ["a percent-encoded value", `sid=${TOKEN.slice(3)}%41`],
  ["other letters", `sid=${TOKEN.slice(1)}\u00e4`],
  ["padding", `sid=${TOKEN.slice(1)}=`],
  ["a path", "sid=../../../../../../../../../../../../etc/passwd"],
  ["a Redis pattern", `sid=${"*".repeat(44)}`],
  ["JSON", 'sid=j:{"$ne":null}'],
  ["five different values", [1, 2, 3, 4, 5].map((n) => `sid=${String(n).repeat(44)}`).join("; ")],
  ["a name in capitals", `SID=${TOKEN}`],
  ["a name with a blank that is none", `\u00a0sid=${TOKEN}`],
  ["no name", `=sid=${TOKEN}; sid`],
  ["a sandwich", `$Version=1; x="a; sid=${TOKEN}"`],
  ["a thousand semicolons", ";".repeat(1000)],
];

export const hostile: readonly Row[] = [
  ...BAD_COOKIES.map(([what, cookie]) =>
    adapterCase(
      `bad cookie, ${what}: anonymous, no store call (SM-11, T-17)`,
      {},
      async ({ browser, counts }) => {
        const { status, body, setCookies } = await browser().ask("/look", { cookie });
        same({ status, setCookies }, { status: 200, setCookies: [] }, "served as anonymous");
        same(JSON.parse(body), { userId: null, data: {} }, "nobody is signed in");
        same(counts.totalCalls, 0, "no look-up outside the grammar");
      },
    ),
  ),

  adapterCase(
    "a token opens nothing outside its cookie: in the URL, or in another header (14.2.1, SM-03, SESS-04, N-13)",
    {},
    async ({ browser, counts }) => {
      const alice = browser();
      await alice.ask("/login");
      const token = alice.cookie.slice("sid=".length);
      counts.resetCalls();
      const elsewhere = `?sid=${token}&session=${token}&${alice.cookie}`;
      const headers = {
        authorization: `Bearer ${token}`,
        "x-session-id": token,
        sid: token,
        cookie2: alice.cookie,
      };
      const { status, body, setCookies } = await browser().ask(`/look${elsewhere}`, { headers });
      same({ status, setCookies }, { status: 200, setCookies: [] }, "served as anonymous");
      same(JSON.parse(body), { userId: null, data: {} }, "nobody is signed in");
      same(counts.totalCalls, 0, "nothing is looked up");
      same((await look(alice)).userId, "alice", "the cookie opens the session");
    },
  ),

  adapterCase("an invented token is never adopted (SM-10, T-02)", {}, async ({ browser, events }) => {
    const user = browser();
    const { setCookies } = await user.ask("/login", { cookie: `sid=${TOKEN}` });
    same(setCookies[0]?.includes(TOKEN), false, "the new token is ours");
    same(events[0], { type: "unknown_token" }, "an event tells");
  }),

  adapterCase(
    "with keys, a forged cookie is refused without a store call (D-04)",
    { options: { keys: ["3q2+7wABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhs="] } },
    async ({ browser, counts, events }) => {
      const alice = browser();
      await alice.ask("/login");
      same((await look(alice)).userId, "alice", "the true one counts");
      counts.resetCalls();
      const forged = alice.cookie.slice(0, -1) + (alice.cookie.endsWith("A") ? "B" : "A");
      same((await alice.ask("/private", { cookie: forged })).status, 401, "the forged one does not");
      same(
        [counts.totalCalls, events.at(-1)],
        [0, { type: "cookie_refused", reason: "forged" }],
        "no call, one event",
      );
    },
  ),

  adapterCase("a dead cookie beside a live one: the live one counts (C-13)", {}, async ({ browser }) => {
    const alice = browser();
    await alice.ask("/login");
    const { body } = await alice.ask("/look", { cookie: `sid=${TOKEN}; ${alice.cookie}` });
    same(userOf(body), "alice", "a planted dead cookie locks nobody out");
  }),

  adapterCase(
    "two live sessions under one name: both refused, with an event (C-13, V-16)",
    {},
    async ({ browser, events }) => {
      const [alice, mallory] = [browser(), browser()];
      await alice.ask("/login");
      await mallory.ask("/login");
      const { body } = await alice.ask("/look", { cookie: `${mallory.cookie}; ${alice.cookie}` });
      same(userOf(body), null, "nothing tells which of them was planted");
      same(events.at(-1)?.type, "ambiguous_cookie", "an event tells");
    },
  ),

  adapterCase(
    "data keys from a request: plain data or dropped, and the session goes on (V-22, 15.3.6)",
    {
      routes: {
        "/keys": ({ session, send }) => {
          for (const key of ["__proto__", "constructor", "toString", "toJSON", "login", "id", "", "größe"]) {
            session[key] = "x";
          }
          session["good"] = Object.keys(session).length > 0 && JSON.stringify(session).length > 0;
          return send(200, "");
        },
      },
    },
    async ({ browser, events }) => {
      const alice = browser();
      same((await alice.ask("/keys")).status, 200, "no 500");
      same((await alice.ask("/login")).status, 200, "verbs still work");
      same((await look(alice)).userId, "alice", "and do what they say");
      same(
        events.filter(({ type }) => type === "key_refused").length > 0,
        true,
        "an event names what was dropped",
      );
      same(({} as Record<string, unknown>)["x"], undefined, "no prototype is touched");
    },
  ),
];

function userOf(body: string): unknown {
  const shown: { userId?: unknown } = JSON.parse(body) as object;
  return shown.userId;
}

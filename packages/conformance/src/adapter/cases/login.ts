import { same } from "../../store/check.js";
import { adapterCase, look, type Row } from "../trial.js";

export const login: readonly Row[] = [
  adapterCase("login: known on the next request, protected pages open (N-01)", {}, async ({ browser }) => {
    const alice = browser();
    same((await alice.ask("/private")).status, 401, "401 before login");
    await alice.ask("/login");
    same(await look(alice), { userId: "alice", data: { name: "Alice" } }, "the session is there");
    const { status, body } = await alice.ask("/private");
    same({ status, body }, { status: 200, body: "for alice" }, "requireLogin lets the user through");
  }),

  adapterCase(
    "login: new token, the old one is dead at once (7.2.4, SM-12, SM-13, SESS-03, N-04, V-03, T-02)",
    { routes: { "/plant": ({ session, send }) => ((session["cart"] = [1]), send(200, "")) } },
    async ({ browser, ledger }) => {
      const victim = browser();
      await victim.ask("/plant");
      const attacker = victim.copy();
      await victim.ask("/login");
      same((await look(attacker)).userId, null, "a cookie from before the login opens nothing after it");
      same((await look(victim)).userId, "alice", "the new one does");
      same(await ledger.live(), 1, "one record remains");
    },
  ),

  adapterCase(
    "logout: cookie cleared with its attributes, 401 after, replay is dead (7.4.1, SESS-06, N-07, C-04, V-06, T-09)",
    {},
    async ({ browser, ledger }) => {
      const alice = browser();
      const { setCookies: set } = await alice.ask("/login");
      const thief = alice.copy();
      const { setCookies: cleared } = await alice.ask("/logout");
      same(cleared.length, 1, "one Set-Cookie line");
      same(
        attributesOf(cleared[0]),
        [...attributesOf(set[0]), "Max-Age=0", "Expires=Thu, 01 Jan 1970 00:00:00 GMT"],
        "same attributes",
      );
      same(alice.cookie, "", "the browser drops it");
      same((await thief.ask("/private")).status, 401, "the old cookie opens nothing");
      same(await ledger.live(), 0, "no record remains");
    },
  ),

  adapterCase(
    "login, rotate and logout in one response: one Set-Cookie line (C-03, T-29)",
    {
      routes: {
        "/all": async ({ session, send }) => {
          await session.login("alice");
          await session.rotate();
          await session.logout();
          await session.login("bob");
          return send(200, "");
        },
      },
    },
    async ({ browser, ledger }) => {
      const user = browser();
      same((await user.ask("/all")).setCookies.length, 1, "one line (RFC 6265bis, 4.1.1)");
      same((await look(user)).userId, "bob", "of the last login");
      same(await ledger.live(), 1, "and one record");
    },
  ),

  adapterCase(
    "the property may be assigned null, which ends the session",
    { routes: { "/null": ({ assignSession, send }) => (assignSession(null), send(200, "")) } },
    async ({ browser, ledger }) => {
      const alice = browser();
      await alice.ask("/login");
      await alice.ask("/null");
      same([alice.cookie, await ledger.live()], ["", 0], "cookie and record are gone");
    },
  ),

  adapterCase(
    "regenerate: the property gives a different, empty object",
    {
      routes: {
        "/plant": ({ session, send }) => ((session["a"] = 1), send(200, "")),
        "/regenerate": async (context) => {
          const before = context.session;
          await before.regenerate();
          const after = context.session;
          after["b"] = 2;
          return context.send(200, JSON.stringify({ same: before === after, before, after }));
        },
      },
    },
    async ({ browser }) => {
      const user = browser();
      await user.ask("/plant");
      const old = user.copy();
      const { body } = await user.ask("/regenerate");
      same(JSON.parse(body), { same: false, before: { a: 1 }, after: { b: 2 } }, "old readable, new empty");
      same((await look(user)).data, { b: 2 }, "the new one is kept");
      same((await look(old)).data, {}, "the old one is dead");
    },
  ),

  adapterCase(
    "callbacks work in place of promises",
    {
      routes: {
        "/callback": ({ session, send }) =>
          new Promise((resolve) =>
            session.login("alice", () => session.save((error) => resolve(send(200, String(error))))),
          ),
      },
    },
    async ({ browser }) => {
      const user = browser();
      same((await user.ask("/callback")).body, "undefined", "called without an error");
      same((await look(user)).userId, "alice", "and the login holds");
    },
  ),

  adapterCase(
    "secure behind a trusted proxy: the cookie has prefix and Secure",
    { trustProxy: true },
    async ({ browser }) => {
      const alice = browser();
      const headers = { "x-forwarded-proto": "https" };
      const [line = ""] = (await alice.ask("/login", { headers })).setCookies;
      same(
        /^__Host-Http-sid=[\w-]{44}; Path=\/; Secure; HttpOnly; SameSite=Lax$/.test(line),
        true,
        `got ${line.length} characters`,
      );
      same((await alice.ask("/private", { headers })).status, 200, "and it opens the session over TLS");
    },
  ),

  adapterCase(
    "X-Forwarded-Proto of nobody that is trusted changes nothing (4.1.3, 15.3.4, V-26, T-27)",
    {},
    async ({ browser }) => {
      const [line = ""] = (await browser().ask("/login", { headers: { "x-forwarded-proto": "https" } }))
        .setCookies;
      same(
        [line.startsWith("sid="), line.includes("Secure")],
        [true, false],
        "the framework's judgement counts",
      );
    },
  ),

  adapterCase(
    "plain HTTP where it is not allowed: no cookie, no record, an event that says what to do (SM-04, N-07, V-07)",
    {
      options: { allowPlainHttp: false },
      routes: { "/write": ({ session, send }) => ((session["n"] = 1), send(200, "")) },
    },
    async ({ browser, events, ledger }) => {
      same((await browser().ask("/login")).status, 500, "a login that cannot work fails loudly");
      const { status, setCookies } = await browser().ask("/write");
      same({ status, setCookies }, { status: 200, setCookies: [] }, "a page works, without a cookie");
      same(await ledger.live(), 0, "nothing is stored for a cookie that was not sent");
      same(new Set(events.map(({ type }) => type)), new Set(["insecure_transport"]), "an event tells");
    },
  ),
];

function attributesOf(line = ""): string[] {
  return line.split("; ").slice(1);
}

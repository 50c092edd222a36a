import { same } from "../../store/check.js";
import type { AskOptions } from "../browser.js";
import { adapterCase, look, type Row } from "../trial.js";

const foreign = {
  method: "POST",
  headers: { "sec-fetch-site": "cross-site", origin: "https://evil.example" },
} as const;

/** What a browser from before 2023 sends, or any one over plain HTTP: the empty site tells nothing. */
const older = (origin: string): AskOptions => ({
  method: "POST",
  headers: { "sec-fetch-site": "", origin },
});

export const crossOrigin: readonly Row[] = [
  adapterCase(
    "a POST of another site: 403 before the handler, and before the store (X-01, 3.5.1, D-21, T-14)",
    {},
    async (trial) => {
      const alice = trial.browser();
      await alice.ask("/login");
      trial.counts.resetCalls();
      const { status, setCookies } = await alice.ask("/logout", foreign);
      same({ status, setCookies }, { status: 403, setCookies: [] }, "it is turned away");
      same(trial.counts.totalCalls, 0, "nothing is looked up for it");
      same(trial.events.at(-1)?.type, "cross_origin", "an event tells");
      same((await look(alice)).userId, "alice", "nothing has happened");
    },
  ),

  adapterCase("a POST of a sibling host, which SameSite lets pass: 403", {}, async ({ browser }) => {
    const alice = browser();
    await alice.ask("/login");
    const headers = { "sec-fetch-site": "same-site", origin: "https://blog.example" };
    same((await alice.ask("/logout", { method: "POST", headers })).status, 403, "it is turned away");
    same((await look(alice)).userId, "alice", "nothing has happened");
  }),

  adapterCase(
    "a forged login, too: there is no session yet (login CSRF) (X-01, T-14)",
    {},
    async ({ browser, counts }) => {
      const victim = browser();
      const { status, setCookies } = await victim.ask("/login", foreign);
      same({ status, setCookies }, { status: 403, setCookies: [] }, "it is turned away");
      same(counts.totalCalls, 0, "no session has begun");
    },
  ),

  adapterCase("a GET of another site passes: links lead here", {}, async ({ browser }) => {
    const alice = browser();
    await alice.ask("/login");
    const { status, body } = await alice.ask("/private", { ...foreign, method: "GET" });
    same({ status, body }, { status: 200, body: "for alice" }, "it is served");
  }),

  adapterCase(
    "without Sec-Fetch-Site, Origin and Host decide (X-01, X-02)",
    {},
    async ({ browser, port }) => {
      const alice = browser();
      await alice.ask("/login");
      for (const [origin, status] of [
        [`http://127.0.0.1:${port}`, 200],
        [`http://localhost:${port}`, 403],
        [`http://127.0.0.1:${port + 1}`, 403],
        ["null", 403],
      ] as const)
        same((await alice.ask("/unused", older(origin))).status, status, `of ${origin}`);
    },
  ),

  adapterCase(
    "a trusted origin passes (X-02)",
    { options: { crossOrigin: { trustedOrigins: ["https://admin.example"] } } },
    async ({ browser }) => {
      const alice = browser();
      await alice.ask("/login");
      const headers = { ...foreign.headers, origin: "https://admin.example" };
      same((await alice.ask("/private", { method: "POST", headers })).status, 200, "it is served");
      same((await alice.ask("/private", foreign)).status, 403, "others are not");
    },
  ),

  adapterCase(
    "an exempt route takes all, as nobody; its path is compared as it came, without the query (X-05)",
    { options: { crossOrigin: { exempt: ["POST /look"] } } },
    async ({ browser }) => {
      const alice = browser();
      await alice.ask("/login");
      const { status, body } = await alice.ask("/look", foreign);
      same({ status, body }, { status: 200, body: '{"userId":null,"data":{}}' }, "it is served as nobody");
      same((await alice.ask("/LOOK", foreign)).status, 403, "another path is not exempt");
      same(
        (await alice.ask("/look?a=1", foreign)).status === 403,
        false,
        "the query is not part of the path",
      );
      same((await look(alice)).userId, "alice", "a GET of the route has its session");
    },
  ),

  adapterCase(
    "an error page of a request that is turned away shows nobody's session",
    { routes: { "/name": ({ session, send }) => send(200, String(session["name"])) } },
    async ({ browser, ledger }) => {
      const alice = browser();
      await alice.ask("/login");
      const { status, body } = await alice.ask("/name", foreign);
      same(status, 403, "it is turned away");
      same(body.includes("Alice"), false, "with nothing of hers");
      same(await ledger.live(), 1, "and her session lives");
    },
  ),
];

import { same } from "../../store/check.js";
import { adapterCase, type Row } from "../trial.js";

export const stepUp: readonly Row[] = [
  adapterCase(
    "a page that asks for a recent login: 401 later, and open again after another login (7.5.1, SM-19, T-06)",
    {
      routes: {
        "/fresh": { requiresLogin: { maxAgeSeconds: 300 }, handle: ({ send }) => send(200, "fresh") },
      },
    },
    async ({ browser, clock }) => {
      const alice = browser();
      same((await alice.ask("/fresh")).status, 401, "nobody is signed in");
      await alice.ask("/login");
      clock.time += 300_000;
      same((await alice.ask("/fresh")).status, 200, "five minutes ago is recent");
      clock.time += 1;
      same((await alice.ask("/fresh")).status, 401, "a millisecond more is not");
      same((await alice.ask("/private")).status, 200, "the user is still signed in");
      await alice.ask("/login");
      same((await alice.ask("/fresh")).status, 200, "signed in again");
    },
  ),

  adapterCase(
    "a page that asks for a second factor: 401 before it, and after it has worn off (7.5.3)",
    {
      routes: {
        "/vault": { requiresLogin: { level: 2 }, handle: ({ send }) => send(200, "open") },
        "/second": async ({ session, send }) => {
          await session.login("alice", { level: 2, levelSeconds: 60 });
          return send(200, "");
        },
      },
    },
    async ({ browser, clock }) => {
      const alice = browser();
      await alice.ask("/login");
      same((await alice.ask("/vault")).status, 401, "a password is not enough");
      await alice.ask("/second");
      same((await alice.ask("/vault")).status, 200, "a second factor is");
      clock.time += 60_000;
      same((await alice.ask("/vault")).status, 401, "for a minute");
    },
  ),

  adapterCase(
    "a form that asks for a token: 403 without it, and with that of another session (X-03)",
    {
      routes: {
        "/form": async ({ session, send }) => send(200, await session.newCsrfToken()),
        "/target": { requiresCsrfToken: true, handle: ({ send }) => send(200, "done") },
      },
    },
    async ({ browser }) => {
      const [alice, bob] = [browser(), browser()];
      await alice.ask("/login");
      const tokens = [(await alice.ask("/form")).body, (await bob.ask("/form")).body];
      const post = (token: string | undefined): Promise<{ status: number }> =>
        alice.ask("/target", {
          method: "POST",
          headers: token === undefined ? {} : { "x-csrf-token": token },
        });
      same((await post(undefined)).status, 403, "without a token");
      same((await post(tokens[1])).status, 403, "with another session's");
      same((await post(tokens[0])).status, 200, "with its own");
      same((await post(tokens[0])).status, 200, "again");
      same((await alice.ask("/target")).status, 200, "a GET needs none");
      await alice.ask("/login");
      same((await post(tokens[0])).status, 403, "with one from before the login");
    },
  ),
];

import { same } from "../../store/check.js";
import { adapterCase, type Row } from "../trial.js";

export const stepUp: readonly Row[] = [
  adapterCase(
    "a message for the next page is shown once, also where two pages are opened at once",
    (point) => ({
      routes: {
        "/leave": async ({ session, send }) => {
          await session.addFlash("info", "saved");
          return send(200, "");
        },
        "/show": async ({ session, send, header }) => {
          await point(header("x-page")).pass();
          return send(200, JSON.stringify(await session.takeFlash("info")));
        },
      },
    }),
    async ({ browser, point }) => {
      const alice = browser();
      await alice.ask("/login");
      await alice.ask("/leave");
      const pages = ["one", "two"].map((page) => alice.copy().ask("/show", { headers: { "x-page": page } }));
      for (const page of ["one", "two"]) await point(page).reached;
      for (const page of ["one", "two"]) point(page).release();
      const shown = await Promise.all(pages);
      same(shown.map(({ body }) => body).sort(), ['["saved"]', "[]"], "one of them shows it");
    },
  ),

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

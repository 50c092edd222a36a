import { same } from "../../store/check.js";
import { ModelStore } from "../../store/model-store.js";
import { RememberingStore } from "../remembering-store.js";
import { adapterCase, type Row } from "../trial.js";

const onMemory = (): { store: RememberingStore } => ({ store: new RememberingStore(new ModelStore(Date)) });

export const memory: readonly Row[] = [
  adapterCase(
    "a page that must be fresh asks the store, whatever memory says (7.4.1)",
    () => ({
      options: onMemory(),
      routes: { "/sure": { requiresLogin: { fresh: true }, handle: ({ send }) => send(200, "sure") } },
    }),
    async ({ browser }) => {
      const alice = browser();
      same((await alice.ask("/sure")).status, 401, "nobody is signed in");
      await alice.ask("/login");
      same((await alice.ask("/private")).status, 200, "now it is in memory");
      same((await alice.ask("/sure")).status, 200, "the session stands");
      const thief = alice.copy();
      await alice.ask("/logout");
      same((await thief.ask("/private")).status, 200, "memory does not know of the logout");
      same((await thief.ask("/sure")).status, 401, "the store does");
    },
  ),

  adapterCase(
    "a POST that does not tell where it comes from: 403 each time, though its session is in memory (X-01)",
    () => ({ options: onMemory() }),
    async ({ browser }) => {
      const alice = browser();
      await alice.ask("/login");
      await alice.ask("/private");
      for (const time of [1, 2, 3]) {
        const { status } = await alice.ask("/logout", { method: "POST", headers: { "sec-fetch-site": "" } });
        same(status, 403, `it is turned away, time ${time}`);
      }
      same((await alice.ask("/private")).status, 200, "nothing has happened");
    },
  ),
];

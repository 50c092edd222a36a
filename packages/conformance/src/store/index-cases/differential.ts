import type { UserIndex } from "@sess/core";
import { same, sorted } from "../check.js";
import { ModelIndex } from "../model-index.js";
import { Random } from "../random.js";
import type { Scenario } from "../trial.js";
import type { IndexTrial } from "./trial.js";

const HISTORIES = 30;
const STEPS = 60;

/** One call, made twice: on the store and on the model. */
interface Step {
  readonly words: string;
  run(users: UserIndex): Promise<unknown>;
}

type Keys = readonly [Key, ...Key[]];

/** A session's absolute deadline is set once: the same key never comes with another. */
interface Key {
  readonly key: string;
  readonly expiresAt: number;
}

export const differential: readonly Scenario<IndexTrial>[] = [
  {
    name: "random histories go as in the model",
    async run(t) {
      for (let history = 0; history < HISTORIES; history++) await compare(t, new Random(t.seed + history));
    },
  },
];

async function compare(t: IndexTrial, random: Random): Promise<void> {
  const model = new ModelIndex(t.clock);
  const users = [t.user(), t.user()] as const;
  const keys: Keys = [randomKey(random, t), ...Array.from({ length: 5 }, () => randomKey(random, t))];
  const done: string[] = [];
  for (let i = 0; i < STEPS; i++) {
    // Stores with a clock of their own stay far from every deadline: who is first at one is not ours to say.
    if (t.clock.exact && random.chance(10)) await t.pass(t.clock.now() + random.below(4));
    const step = randomStep(random, random.pick(users), keys);
    done.push(step.words);
    const [got, expected] = [
      await step.run(random.chance(50) ? t.users : t.peerUsers),
      await step.run(model),
    ];
    same(
      got,
      expected,
      `SESS_SEED=${t.seed} repeats this history:\n  ${done.slice(-12).join("\n  ")}\nIts last answer`,
    );
  }
}

function randomStep(random: Random, user: string, keys: Keys): Step {
  const [{ key, expiresAt }, other] = [
    random.pick(keys),
    random.chance(60) ? random.pick(keys).key : undefined,
  ];
  const second = other === key ? undefined : other;
  const words = (verb: string, ...rest: unknown[]): string =>
    [verb, user.slice(5, 9), ...rest.map((part) => String(part).slice(0, 4))].join(" ");
  const kind = random.below(100);
  if (kind < 35) return { words: words("add", key), run: (users) => users.add(user, key, expiresAt) };
  if (kind < 60)
    return { words: words("confirm", key, second), run: (users) => users.confirm(user, key, second) };
  if (kind < 70) return { words: words("remove", key), run: (users) => users.remove(user, key) };
  if (kind < 90) return { words: words("list"), run: async (users) => sorted(await users.list(user)) };
  return { words: words("revoke", second), run: async (users) => sorted(await users.revoke(user, second)) };
}

function randomKey(random: Random, t: IndexTrial): Key {
  const near = t.clock.exact ? t.clock.now() + random.below(30) : t.clock.now() - 1000;
  return { key: t.key(), expiresAt: random.chance(40) ? near : t.farOff };
}

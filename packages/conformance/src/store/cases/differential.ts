import type { Fields, RecordPatch, SessionStore } from "@sess/core";
import { entriesOf, fieldsOf, same } from "../check.js";
import { ModelStore } from "../model-store.js";
import { Random } from "../random.js";
import type { Scenario, Trial } from "../trial.js";

const HISTORIES = 20;
const STEPS = 60;
const NAMES = ["a", "b", "c", "", "__proto__", "1", "é\0🍪"] as const;
const VALUES = ["", "0", "one", "1 1 a", "日本", "x".repeat(100)] as const;

/** One call, made twice: on the store and on the model. It returns what came back, in a form that can be compared. */
interface Step {
  readonly words: string;
  run(store: SessionStore): Promise<unknown>;
}

export const differential: readonly Scenario[] = [
  {
    name: "random histories go as in the model",
    async run(t) {
      for (let history = 0; history < HISTORIES; history++) await compare(t, new Random(t.seed + history));
    },
  },
];

async function compare(t: Trial, random: Random): Promise<void> {
  const model = new ModelStore(t.clock);
  const keys = [t.key(), t.key(), t.key()] as const;
  const done: string[] = [];
  for (let i = 0; i < STEPS; i++) {
    // Stores with a clock of their own stay far from every deadline: who is first at one is not ours to say.
    if (t.clock.exact && random.chance(10)) await t.pass(t.clock.now() + random.below(4));
    const step = randomStep(random, t, random.pick(keys));
    done.push(step.words);
    const [got, expected] = [await step.run(random.chance(50) ? t.store : t.peer), await step.run(model)];
    same(
      got,
      expected,
      `SESS_SEED=${t.seed} repeats this history:\n  ${done.slice(-12).join("\n  ")}\nIts last answer`,
    );
  }
}

function randomStep(random: Random, t: Trial, key: string): Step {
  const name = key.slice(0, 4);
  const kind = random.below(100);
  if (kind < 20) {
    const record = {
      fields: randomFields(random),
      expiresAt: randomDeadline(random, t),
      anonymous: random.chance(50),
    };
    return { words: `create ${name} ${JSON.stringify(record)}`, run: (store) => store.create(key, record) };
  }
  if (kind < 50) return { words: `read ${name}`, run: (store) => readAll(store, key) };
  if (kind < 90) {
    const patch = randomPatch(random, t);
    return { words: `patch ${name} ${JSON.stringify(patch)}`, run: (store) => store.patch(key, patch) };
  }
  const condition = random.chance(60) ? { ifVersion: 1 + random.below(4) } : undefined;
  return {
    words: `delete ${name} ${JSON.stringify(condition)}`,
    run: (store) => store.delete(key, condition),
  };
}

async function readAll(store: SessionStore, key: string): Promise<unknown> {
  const record = await store.read(key);
  return record && [entriesOf(record.fields), record.version, record.expiresAt];
}

function randomPatch(random: Random, t: Trial): RecordPatch {
  return {
    ...(random.chance(60) ? { set: randomFields(random) } : {}),
    ...(random.chance(40) ? { unset: NAMES.filter(() => random.chance(25)) } : {}),
    ...(random.chance(30) ? { expiresAt: randomDeadline(random, t) } : {}),
    ...(random.chance(40) ? { ifVersion: 1 + random.below(4) } : {}),
  };
}

function randomFields(random: Random): Fields {
  return fieldsOf(NAMES.filter(() => random.chance(30)).map((name) => [name, random.pick(VALUES)]));
}

function randomDeadline(random: Random, t: Trial): number {
  if (t.clock.exact) return t.clock.now() + random.below(10) - 1;
  return random.chance(85) ? t.farOff + random.below(100_000) : t.clock.now() - 1000 - random.below(1000);
}

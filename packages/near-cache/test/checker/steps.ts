import fc from "fast-check";
import { LIFE_MS, MAX_STALE_MS } from "../support/world.js";
import type { Process } from "./process.js";
import { SHARDS } from "./process.js";
import type { Run } from "./run.js";

/** One step of a schedule. What it speaks of is taken modulo what there is. */
export interface Step {
  readonly act: string;
  readonly process: number;
  readonly key: number;
  readonly amount: number;
  /** Whether the event loop turns before the next step. */
  readonly turn: boolean;
}

type Act = (run: Run, process: Process, step: Step & { readonly name: string }) => void;

/** What can happen, and how often it does. */
const ACTS: Readonly<Record<string, readonly [weight: number, act: Act]>> = {
  peek: [20, (run, process, { name }) => run.peek(process, name)],
  read: [8, (_, process, { name }) => process.read(name)],
  write: [
    4,
    (run, process, { name }) => {
      const n = run.nextNumber();
      process.change(name, (cache) => cache.patch(name, { set: { n } }));
    },
  ],
  touch: [
    1,
    (run, process, { name, amount }) => {
      const expiresAt = run.time.ms + 4 * amount;
      process.change(name, (cache) => cache.patch(name, { expiresAt }));
    },
  ],
  begin: [
    8,
    (run, process, { name, amount }) => {
      const record = {
        fields: { n: run.nextNumber() },
        expiresAt: run.time.ms + LIFE_MS - amount,
        anonymous: true,
      };
      process.change(name, (cache) => cache.create(name, record));
    },
  ],
  end: [1, (_, process, { name }) => process.change(name, (cache) => cache.delete(name))],
  arrive: [8, (_, process, { amount }) => process.arrive(pick(process.node.calls, amount))],
  answer: [10, (_, process, { amount }) => process.answer(pick(process.node.calls, amount))],
  lose: [1, (_, process, { amount }) => process.lose(pick(process.node.calls, amount))],
  arriveLate: [1, (_, process, { amount }) => process.arrive(pick(process.lost, amount))],
  ask: [8, (_, process, { amount }) => pick(process.connections, amount)?.arrive()],
  hear: [8, (_, process, { amount }) => pick(process.connections, amount)?.deliver(1 + (amount % 3))],
  tear: [1, (_, process, { amount }) => pick(process.connections, amount)?.tear()],
  mend: [2, (_, process, { amount }) => pick(process.connections, amount)?.mend()],
  silence: [1, (_, process, { amount }) => pick(process.connections, amount)?.fallSilent()],
  break: [1, (_, process, { amount }) => process.node.disconnect(amount % SHARDS)],
  repair: [12, (_, process, { amount }) => process.repair(amount % SHARDS)],
  flush: [1, (_, process, { amount }) => process.connect(amount % SHARDS)],
  move: [1, (run, _, { name, amount }) => run.server.move(name, amount % SHARDS)],
  pass: [6, (run, _, { amount }) => run.time.pass(amount % (MAX_STALE_MS / 4))],
  trouble: [1, (run, process, { amount }) => run.trouble(process, amount)],
  visit: [16, (run, process, { name }) => run.visit(process, name)],
  settle: [4, (_, process) => process.settle()],
};

export const anyStep: fc.Arbitrary<Step> = fc.record({
  act: fc.oneof(
    ...Object.entries(ACTS).map(([name, [weight]]) => ({ weight, arbitrary: fc.constant(name) })),
  ),
  process: fc.nat(1),
  key: fc.nat(2),
  amount: fc.nat(2 * MAX_STALE_MS),
  turn: fc.boolean(),
});

export function take(run: Run, step: Step): void {
  ACTS[step.act]?.[1](run, run.processes[step.process % run.processes.length]!, {
    ...step,
    name: `key${step.key}`,
  });
}

function pick<T>(items: readonly T[], amount: number): T | undefined {
  return items[amount % items.length];
}

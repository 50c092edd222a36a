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

/** @param step with the name that it speaks of, and the key of that session, or at times of the one before */
type Act = (
  run: Run,
  process: Process,
  step: Step & { readonly name: string; readonly session: string },
) => void;

/** What can happen, and how often it does. */
const ACTS: Readonly<Record<string, readonly [weight: number, act: Act]>> = {
  // What requests do: they look into memory, and read what is not there.
  peek: [20, (run, process, { session }) => run.peek(process, session)],
  read: [10, (_, process, { session }) => process.read(session)],
  visit: [12, (run, process, { name }) => run.visit(process, name)],
  write: [6, (run, process, { session }) => process.write(session, run.nextNumber())],
  touch: [3, (run, process, { session, amount }) => run.touch(process, session, amount)],
  end: [2, (_, process, { session }) => process.change(session, (cache) => cache.delete(session))],
  overlap: [8, (run, process, { session, amount }) => process.overlap(session, run.nextNumber(), amount)],
  // Others do the same elsewhere.
  writeElsewhere: [4, (run, _, { session }) => run.server.patch(session, { set: { n: run.nextNumber() } })],
  endElsewhere: [1, (run, _, { session }) => run.server.delete(session)],
  beginElsewhere: [4, (run, _, { name, amount }) => run.begin(name, amount % 4 === 0 ? amount : LIFE_MS)],
  // Commands go to the server and back.
  arrive: [10, (_, process, { amount }) => process.arrive(pick(process.waiting(false), amount))],
  answer: [10, (_, process, { amount }) => process.answer(pick(process.waiting(true), amount))],
  lose: [1, (_, process, { amount }) => process.lose(pick(process.node.calls, amount))],
  arriveLate: [1, (_, process, { amount }) => process.arrive(pick(process.lost, amount))],
  // So do barriers, and the news come.
  lease: [8, (run, process, { session }) => run.lease(process, session)],
  ask: [6, (_, process, { amount }) => pick(process.connections, amount)?.arrive()],
  hear: [6, (_, process, { amount }) => pick(process.connections, amount)?.deliver(1 + (amount % 3))],
  tear: [1, (_, process, { amount }) => pick(process.connections, amount)?.tear()],
  mend: [2, (_, process, { amount }) => pick(process.connections, amount)?.mend()],
  // Cables are cut, keys move, and time passes.
  silence: [1, (_, process, { amount }) => pick(process.connections, amount)?.fallSilent()],
  break: [1, (_, process, { amount }) => process.node.disconnect(amount % SHARDS)],
  repair: [10, (_, process, { amount }) => process.repair(amount % SHARDS)],
  flush: [1, (_, process, { amount }) => process.connect(amount % SHARDS)],
  move: [1, (run, _, { session, amount }) => run.server.move(session, amount % SHARDS)],
  pass: [8, (run, _, { amount }) => run.time.pass(amount % (MAX_STALE_MS / 2))],
  trouble: [2, (run, process, { amount }) => run.trouble(process, amount)],
};

export const anyStep: fc.Arbitrary<Step> = fc.record({
  act: fc.oneof(
    ...Object.entries(ACTS).map(([name, [weight]]) => ({ weight, arbitrary: fc.constant(name) })),
  ),
  process: fc.nat(1),
  key: fc.nat(1),
  amount: fc.nat(2 * MAX_STALE_MS),
  turn: fc.boolean(),
});

export function take(run: Run, step: Step): void {
  const name = `key${step.key}`;
  const session = run.keyOf(name, step.amount % 4 === 1 ? 1 : 0);
  ACTS[step.act]?.[1](run, run.processes[step.process % run.processes.length]!, { ...step, name, session });
}

function pick<T>(items: readonly T[], amount: number): T | undefined {
  return items[amount % items.length];
}

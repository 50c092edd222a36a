// Measures one store in a process of its own: node --expose-gc child.js NAME SESSIONS BYTES [pauses]
import { createHash } from "node:crypto";
import { stores } from "./stores.js";

const [, , name, sessionsText, bytesText, what] = process.argv;
const sessions = Number(sessionsText);
const bytes = Number(bytesText);
/** So few in a turn of the event loop that the calls themselves are no pause. */
const CALLS_A_TURN = 20;

/** Not kept anywhere, so that the memory measured is the store's. */
const keyOf = (i) => createHash("sha256").update(String(i)).digest("base64url");
const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

function memory() {
  for (let i = 0; i < 3; i++) globalThis.gc();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** How long the turns of the event loop were. */
class Turns {
  #at = performance.now();
  #lengths = [];

  /** @returns how long this one was, in milliseconds */
  end() {
    const at = performance.now();
    const length = at - this.#at;
    this.#lengths.push(length);
    this.#at = at;
    return length;
  }

  get result() {
    const sorted = Float64Array.from(this.#lengths).sort();
    return { longestMs: sorted.at(-1), p999Ms: sorted[Math.floor(sorted.length * 0.999)] };
  }
}

async function eachSession(call) {
  const turns = new Turns();
  for (let i = 0; i < sessions; i += CALLS_A_TURN) {
    for (let j = i; j < Math.min(i + CALLS_A_TURN, sessions); j++) await call(keyOf(j), j);
    await nextTurn();
    turns.end();
  }
  return turns.result;
}

async function expireAll(contestant) {
  const turns = new Turns();
  const start = performance.now();
  const slices = [];
  await contestant.expire();
  for (let left = sessions; left > 0;) {
    await nextTurn();
    const length = turns.end();
    const stillLeft = contestant.left();
    if (stillLeft !== left) slices.push(length);
    left = stillLeft;
  }
  return { ...turns.result, slices, allFreedMs: performance.now() - start };
}

// Node loads Web Crypto at its first use, and core uses it in every process: it is no part of a store.
globalThis.crypto.getRandomValues(new Uint8Array(1));
const before = memory();
const contestant = stores[name](sessions, bytes);
const result = { empty: memory() - before };
result.fill = await eachSession(contestant.add);
result.full = memory() - before;
if (what === "pauses") {
  if (contestant.touch) result.touch = await eachSession(contestant.touch);
  memory();
  if (contestant.expire) result.expire = await expireAll(contestant);
}
console.log(JSON.stringify(result));

// How everything here waits: it asks, instead of guessing how long things take.
import { setTimeout as sleep } from "node:timers/promises";

/** @type {typeof import("./index.js").until} */
export async function until(what, ask, ms = 10_000) {
  const deadline = performance.now() + ms;
  for (;;) {
    let problem;
    try {
      const answer = await ask();
      if (answer) return answer;
    } catch (error) {
      problem = error;
    }
    if (performance.now() > deadline) throw new Error(`Waited ${ms} ms in vain: ${what}`, { cause: problem });
    await sleep(20);
  }
}

import { expect, it } from "vitest";
import { CallDeadlines } from "../src/call-deadlines.js";

it("an answer that came while the process was busy counts, though the time of its call is over (T-24)", async () => {
  const deadlines = new CallDeadlines(20);
  let expired = false;
  // From here the event loop comes to its timers first.
  await new Promise(setImmediate);
  const answered = await new Promise<boolean>((resolve) => {
    const takeOff = deadlines.start(() => (expired = true));
    // It stands for a socket: what has arrived there is taken after the timers that are due.
    setImmediate(() => resolve(takeOff()));
    const until = performance.now() + 100;
    while (performance.now() < until);
  });
  expect(answered).toBe(true);
  expect(expired).toBe(false);
});

it("a call that nothing has come for is given up right after", async () => {
  const deadlines = new CallDeadlines(20);
  const expired = new Promise<void>((resolve) => void deadlines.start(resolve));
  const until = performance.now() + 100;
  while (performance.now() < until);
  await expired;
});

import { expect, it } from "vitest";
import { AtWork } from "../src/at-work.js";
import type { Work } from "../src/verbs.js";

/** Starts verbs that fail, one after the other. */
async function fail(atWork: AtWork, count: number): Promise<Work[]> {
  const works: Work[] = [];
  for (let number = 0; number < count; number++) {
    const work = atWork.start(() => Promise.reject(new Error(`failure ${number}`)));
    work.done.catch(() => {});
    works.push(work);
    await atWork.over;
  }
  return works;
}

it("tells of a failure that nobody has asked for, though others are asked for late", async () => {
  const atWork = new AtWork();
  const [first] = await fail(atWork, 2);
  first!.observed = true;
  expect(() => atWork.throwForgotten()).toThrow("failure 1");
  expect(() => atWork.throwForgotten()).not.toThrow();
});

it("keeps a few failures, however many there are: some responses never end", async () => {
  const atWork = new AtWork();
  const works = await fail(atWork, 100);
  for (const work of works.slice(0, 50)) work.observed = true;
  expect(() => atWork.throwForgotten()).not.toThrow();
});

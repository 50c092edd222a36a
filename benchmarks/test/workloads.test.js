import { expect, test } from "vitest";
import { forge } from "../http/client.js";
import { workloads } from "../http/workloads.js";

const visitors = Array.from({ length: 1_000 }, (_, i) => `sid=${i}-abcdefgh-ijklmnop`);

test("the mix visits each session once, and writes once in ten", () => {
  const connections = 32;
  const asked = Array.from({ length: connections }, (_, i) =>
    workloads.mix.requests(visitors, i, connections),
  ).flat();
  expect(new Set(asked.map(({ cookie }) => cookie)).size).toBe(1_000);
  expect(asked).toHaveLength(1_000);
  expect(asked.filter(({ method }) => method === "POST").length / asked.length).toBeCloseTo(0.1, 2);
});

test("a forged cookie differs from the right one in one letter, and in no escape", () => {
  for (const cookie of ["sid=s%3Aabc.ghi%2Bkl%2FGHIJKL%2F", "jwt=aaaa.bbbb.gggggggg", ...visitors]) {
    const forged = forge(cookie);
    const different = [...cookie].filter((letter, i) => letter !== forged[i]);
    expect(different).toHaveLength(1);
    expect(forged).toHaveLength(cookie.length);
    expect(forged.match(/%../g)).toEqual(cookie.match(/%../g));
  }
});

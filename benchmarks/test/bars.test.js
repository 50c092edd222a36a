import { expect, test } from "vitest";
import { barsOf } from "../http/bars.js";
import { figuresOf, noiseOf } from "../http/figures.js";
import { atMost, shareAtMost } from "../report/bars.js";

test("a bar holds at its limit, and is missed by what is above it", () => {
  expect(atMost("x", "y", 2, 2, " ms")).toMatchObject({ verdict: "holds", limit: "2 ms", value: "2 ms" });
  expect(atMost("x", "y", 2, 2.5, " ms").verdict).toBe("missed by 0.5 ms");
});

test("a share names both figures", () => {
  expect(shareAtMost("x", "y", 1 / 3, 10, 40, " µs")).toMatchObject({
    limit: "0.33",
    value: "0.25 (10 of 40 µs)",
    verdict: "holds",
  });
  expect(shareAtMost("x", "y", 1 / 3, 30, 40).verdict).toBe("missed by 0.42");
});

test("next to nothing is no measure", () => {
  expect(shareAtMost("x", "y", 1 / 3, 1, 2, " µs", 3).verdict).toMatch(/^unclear/);
  expect(shareAtMost("x", "y", 1 / 3, 1, -2).verdict).toMatch(/^unclear/);
});

/** As `rounds.js` makes them, the same in each of three rounds. */
const samples = (cpu, redisCpu = 0, commands = {}) => ({
  cpu: [cpu, cpu, cpu],
  redisCpu: [redisCpu, redisCpu, redisCpu],
  commands,
});

const bare = { bare: samples(20), "bare again": { cpu: [21, 18, 22], redisCpu: [0, 0, 0], commands: {} } };

const measured = {
  anonymous: { ...bare, "@sess, Redis": samples(21) },
  unused: { ...bare, "@sess, Redis": samples(30) },
  read: {
    ...bare,
    "@sess, memory": samples(30),
    "@sess, Redis": samples(40, 2, { get: 0.5, mget: 0.25 }),
    "@sess, near cache": samples(22),
    "@fastify/session, memory": samples(70),
    "@fastify/session, Redis": samples(80, 8, { get: 1, set: 1 }),
    "fast-jwt": samples(50),
    "fast-jwt, cached": samples(27),
  },
};

test("each bar is judged by what was added to bare", () => {
  const bars = barsOf("fastify", figuresOf(measured), noiseOf(measured));
  expect(bars.map(({ bar, value, verdict }) => `${bar} | ${value} | ${verdict}`)).toEqual([
    "anonymous: within the noise of bare | 1 µs | holds",
    "read, near cache: a third of fast-jwt with its cache | 0.29 (2 of 7 µs) | holds",
    "read, near cache: 1.15 x bare | 1.1 | holds",
    "read, memory: a quarter of the peer | 0.2 (10 of 50 µs) | holds",
    "read, Redis: a third of the peer | 0.33 (20 of 60 µs) | holds",
    "read, Redis: one command | 0.75 | holds",
    "read, Redis: less than fast-jwt without cache | 0.67 (20 of 30 µs) | holds",
    "CPU of Redis, read: half of the peer | 0.25 (2 of 8 µs) | holds",
  ]);
});

test("what was not measured has no verdict", () => {
  expect(barsOf("koa", figuresOf({ anonymous: { ...bare } }), 1)).toEqual([]);
});

test("the cheapest of a peer's stores counts", () => {
  const read = {
    ...bare,
    "@sess, Redis": samples(30),
    "express-session, Redis": samples(120),
    "express-session, Redis, ioredis": samples(60),
  };
  const [bar] = barsOf("express", figuresOf({ read }), 1).filter(({ bar }) =>
    bar.includes("third of the peer"),
  );
  expect(bar.value).toBe("0.25 (10 of 40 µs)");
});

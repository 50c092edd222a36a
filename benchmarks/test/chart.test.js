import { expect, test } from "vitest";
import { chartsOf } from "../http/charts.js";
import { svgOf } from "../report/chart.js";

const figures = {
  read: {
    bare: { cpu: 10 },
    "bare again": { cpu: 11 },
    "peer <x>": { cpu: 52 },
    "@sess, Redis": { cpu: 31 },
  },
  mix: { bare: { cpu: 10 }, "@sess, Redis": { cpu: 40 } },
};

test("a chart has the cheapest first, ours marked, and bare as a line", () => {
  const [chart] = chartsOf("fastify", figures);
  expect(chart).toMatchObject({
    name: "http-fastify",
    panels: [
      {
        title: "authenticated read",
        bars: [
          { name: "@sess, Redis", value: 31, ours: true },
          { name: "peer <x>", value: 52, ours: false },
        ],
        line: { name: "bare", value: 10 },
      },
    ],
  });
});

test("the picture names all bars, with their values, and needs nothing from elsewhere", () => {
  const svg = svgOf(chartsOf("fastify", figures)[0]);
  expect(svg).toMatch(/^<svg [^]*<\/svg>\n$/);
  for (const text of ["@sess, Redis", "peer &lt;x&gt;", ">31<", ">52<", "bare"]) expect(svg).toContain(text);
  expect(svg).not.toMatch(/<script|<image|href=/);
});

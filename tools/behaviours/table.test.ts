import type { AdapterSubject } from "@sess/conformance";
import { memoryStore } from "@sess/store-memory";
import { casesOf } from "@sess/test-fetch";
import express5 from "express";
import express4 from "express4";
import { Hono } from "hono";
import Koa3 from "koa";
import Koa2 from "koa2";
import { afterAll, describe, expect, it } from "vitest";
import { expressSubject } from "../../packages/express/test/subject.js";
import { fastifySubject } from "../../packages/fastify/test/subject.js";
import { honoSubject } from "../../packages/hono/test/subject.js";
import { koaSubject } from "../../packages/koa/test/subject.js";
import { nodeSubject } from "../../packages/node/test/subject.js";
import { fetchSubject } from "../../packages/web/test/subject.js";
import { type Results, tableOf } from "./table.js";

const SUBJECTS: Readonly<Record<string, AdapterSubject>> = {
  "Express 5": expressSubject(express5),
  "Express 4": expressSubject(express4),
  "Fastify 5": fastifySubject,
  "Koa 3": koaSubject(() => new Koa3()),
  "Koa 2": koaSubject(() => new Koa2()),
  "node:http": nodeSubject,
  fetch: fetchSubject(true),
  "Hono 4": honoSubject(() => new Hono(), true),
};

const results: Results = new Map();

describe.each(Object.entries(SUBJECTS))("%s on the memory store", (framework, subject) => {
  const cases = casesOf({ ...subject, makeStore: (clock) => memoryStore({ clock }) });
  for (const { name, run } of cases) {
    it(name, async () => {
      const row = results.get(name) ?? new Map<string, boolean>();
      results.set(name, row.set(framework, false));
      await run();
      row.set(framework, true);
    });
  }
});

describe("the table in the docs", () => {
  it("is the one that this run has shown; `vitest run --project behaviours -u` writes it", async () => {
    const table = tableOf(results, Object.keys(SUBJECTS));
    await expect(table).toMatchFileSnapshot("../../docs/behaviours.md");
  });
  afterAll(() => console.log(tableOf(results, Object.keys(SUBJECTS))));
});

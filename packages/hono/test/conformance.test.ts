import { casesOf } from "@sess/test-fetch";
import { Hono } from "hono";
import { Hono as EarlierHono } from "hono4.6";
import { describe, it } from "vitest";
import { honoSubject } from "./subject.js";

describe.each([
  ["Hono 4", honoSubject(() => new Hono(), false)],
  ["Hono 4 that saves at the end", honoSubject(() => new Hono(), true)],
  ["Hono 4.6, the first one that will do", honoSubject(() => new EarlierHono() as unknown as Hono, true)],
])("%s", (_, subject) => {
  for (const { name, run } of casesOf(subject)) it(name, run);
});

import { adapterCases } from "@sess/conformance";
import { memoryStore } from "@sess/store-memory";
import Koa3 from "koa";
import Koa2 from "koa2";
import { describe, it } from "vitest";
import { koaSubject } from "./subject.js";

describe.each([
  ["Koa 3", Koa3],
  ["Koa 2", Koa2],
])("%s", (_, App) => {
  const subject = koaSubject(() => new App());
  describe("on a simple store", () => {
    for (const { name, run } of adapterCases(subject)) it(name, run);
  });
  describe("on the memory store", () => {
    for (const { name, run } of adapterCases({ ...subject, makeStore: (clock) => memoryStore({ clock }) }))
      it(name, run);
  });
});

import { adapterCases } from "@sess/conformance";
import Koa3 from "koa";
import Koa2 from "koa2";
import { describe, it } from "vitest";
import { koaSubject } from "./subject.js";

describe.each([
  ["Koa 3", Koa3],
  ["Koa 2", Koa2],
])("%s", (_, App) => {
  for (const { name, run } of adapterCases(koaSubject(() => new App()))) it(name, run);
});

import { expect } from "vitest";

/** Nothing is left of what a response pretended while it was held. */
export function expectAsItIs(response: object | undefined): void {
  const res = response ?? {};
  const prototype = Object.getPrototypeOf(res) as object;
  for (const name of [
    "headersSent",
    "writableEnded",
    "writableNeedDrain",
    "setHeader",
    "setHeaders",
    "appendHeader",
    "removeHeader",
  ]) {
    expect(Reflect.get(res, name), name).toBe(Reflect.get(prototype, name, res));
  }
}

import { adapterCases } from "@sess/conformance";
import { memoryStore } from "@sess/store-memory";
import express5 from "express";
import express4 from "express4";
import { describe, it } from "vitest";
import { expressSubject } from "./subject.js";

describe.each([
  ["Express 5", express5],
  ["Express 4", express4],
])("%s", (_, makeApp) => {
  const subject = expressSubject(makeApp);
  describe("on a simple store", () => {
    for (const { name, run } of adapterCases(subject)) it(name, run);
  });
  describe("on the memory store", () => {
    for (const { name, run } of adapterCases({ ...subject, makeStore: (clock) => memoryStore({ clock }) }))
      it(name, run);
  });
});

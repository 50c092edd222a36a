import { adapterCases } from "@sess/conformance";
import express5 from "express";
import express4 from "express4";
import { describe, it } from "vitest";
import { expressSubject } from "./subject.js";

describe.each([
  ["Express 5", express5],
  ["Express 4", express4],
])("%s", (_, makeApp) => {
  for (const { name, run } of adapterCases(expressSubject(makeApp))) it(name, run);
});

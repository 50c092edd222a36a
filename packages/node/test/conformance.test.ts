import { adapterCases } from "@sess/conformance";
import { describe, it } from "vitest";
import { nodeSubject } from "./subject.js";

describe("node:http", () => {
  for (const { name, run } of adapterCases(nodeSubject)) it(name, run);
});

import { adapterCases } from "@sess/conformance";
import { describe, it } from "vitest";
import { fastifySubject } from "./subject.js";

describe("Fastify 5", () => {
  for (const { name, run } of adapterCases(fastifySubject)) it(name, run);
});

import { adapterCases } from "@sess/conformance";
import { memoryStore } from "@sess/store-memory";
import { describe, it } from "vitest";
import { fastifySubject } from "./subject.js";

describe("Fastify 5 on a simple store", () => {
  for (const { name, run } of adapterCases(fastifySubject)) it(name, run);
});

describe("Fastify 5 on the memory store", () => {
  const subject = { ...fastifySubject, makeStore: (clock: { now(): number }) => memoryStore({ clock }) };
  for (const { name, run } of adapterCases(subject)) it(name, run);
});

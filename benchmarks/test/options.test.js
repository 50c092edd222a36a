import { expect, test } from "vitest";
import { readOptions } from "../report/options.js";

const read = (...args) => readOptions(args, ["http", "memory"], ["http", "memory", "layout"]);

test("without names the usual parts run", () => {
  expect(read()).toMatchObject({ parts: ["http", "memory"], quick: false, rounds: undefined });
});

test("names and flags are taken as they are", () => {
  const options = read("http", "--framework", "fastify", "--framework", "koa", "--rounds", "5");
  expect(options).toMatchObject({ parts: ["http"], framework: ["fastify", "koa"], rounds: 5 });
});

test("what does not exist is refused, and what exists is named", () => {
  expect(() => read("htpp")).toThrow("No such part: htpp. There are: http, memory, layout");
  expect(() => read("--rounds", "many")).toThrow("--rounds takes a number");
  expect(() => read("--fast")).toThrow();
});

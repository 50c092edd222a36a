import original from "express-session";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import ours from "../src/index.js";
import { fixes } from "./fixes/fixes.js";
import { kept } from "./fixes/kept.js";
import { own } from "./fixes/own.js";
import type { Subject } from "./fixes/trial.js";

const here = ours as unknown as Subject;
const there = original as unknown as Subject;

beforeEach(() => void vi.spyOn(process, "emitWarning").mockImplementation(() => {}));
afterEach(() => void vi.restoreAllMocks());

// The same case on both: a fix that express-session has, too, is none.
describe.each(fixes)("$name", ({ run }) => {
  it("here", () => run(here));
  it("not in express-session", async () => {
    await expect(run(there)).rejects.toThrow();
  });
});

describe.each(kept)("$name", ({ run }) => {
  it("here", () => run(here));
  it("in express-session", () => run(there));
});

describe("only here", () => {
  it.each(own)("$name", ({ run }) => run(here));
});

import original from "express-session";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import ours from "../src/index.js";
import { fixes } from "./fixes/fixes.js";
import type { Subject } from "./fixes/trial.js";

beforeEach(() => void vi.spyOn(process, "emitWarning").mockImplementation(() => {}));
afterEach(() => void vi.restoreAllMocks());

// The same case on both: a fix that express-session has, too, is none.
describe.each(fixes)("$name", ({ run }) => {
  it("here", () => run(ours as unknown as Subject));
  it("not in express-session", async () => {
    await expect(run(original as unknown as Subject)).rejects.toThrow();
  });
});

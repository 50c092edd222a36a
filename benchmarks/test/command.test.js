import { afterEach, expect, test, vi } from "vitest";

afterEach(() => vi.unstubAllGlobals());

test("the command loads all of its parts, and names them", async () => {
  const argv = [...process.argv.slice(0, 2), "speed"];
  vi.stubGlobal("process", Object.assign(Object.create(process), { argv }));
  await expect(import("../bench.js")).rejects.toThrow(
    "No such part: speed. There are: size, micro, http, revoke, scaling, memory, layout",
  );
});

import { describe, it } from "vitest";
import { cases } from "./cases/index.js";

describe("an import (T-02, T-10, T-11, 7.2.1, 7.4.1, 7.5.1)", () => {
  it.each(cases.map(({ name, run }) => [name, run] as const))("%s", (_name, run) => run());
});

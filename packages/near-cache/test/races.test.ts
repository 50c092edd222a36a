import { describe, it } from "vitest";
import { groups } from "./cases/index.js";

describe.each(Object.entries(groups))("%s", (_, cases) => {
  for (const { name, run } of cases) it(name, run);
});

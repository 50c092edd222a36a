import { suite } from "../../vitest.shared.js";

// The first run fetches the runtimes.
export default suite({
  name: "runtimes",
  include: ["test/*.test.ts"],
  testTimeout: 60_000,
  hookTimeout: 300_000,
});

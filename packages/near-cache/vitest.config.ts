import { sharedSuite } from "../../vitest.shared.js";

export default sharedSuite({
  name: "near-cache",
  include: ["test/**/*.test.ts"],
  exclude: ["test/redis-*.test.ts"],
  testTimeout: 60_000,
});

import { processSuite } from "../../vitest.shared.js";

// What needs a real server. A thousand users take a while, and more on a machine that is busy.
export default processSuite({
  name: "migrate-redis",
  include: ["test/redis-*.test.ts"],
  testTimeout: 300_000,
});

import { sharedSuite } from "../../vitest.shared.js";

export default sharedSuite({
  name: "migrate",
  include: ["test/**/*.test.ts"],
  exclude: ["test/redis-*.test.ts"],
});

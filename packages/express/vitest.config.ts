import { sharedSuite } from "../../vitest.shared.js";

export default sharedSuite({
  name: "express",
  include: ["test/**/*.test.ts"],
  exclude: ["test/browser/**"],
});

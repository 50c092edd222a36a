import { processSuite } from "../vitest.shared.js";

export default processSuite({
  name: "examples-browser",
  include: ["*/test/browser/*.test.js"],
  // Half of the time would go into loading Playwright and the packages for each file anew.
  isolate: false,
});

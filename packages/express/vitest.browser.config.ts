import { processSuite } from "../../vitest.shared.js";

// What only a browser does, in a real Chromium.
export default processSuite({
  name: "express-browser",
  include: ["test/browser/*.test.ts"],
  // Half of the time would go into loading Playwright and the packages for each file anew.
  isolate: false,
});

import { suite } from "../../vitest.shared.js";

// The first run of all may have to fetch the browser.
export default suite({
  name: "browser",
  include: ["test/*.test.js"],
  testTimeout: 60_000,
  hookTimeout: 600_000,
});

import { suite } from "../../vitest.shared.js";

// The first run of all fetches a server; a cluster takes a few seconds each time.
export default suite({
  name: "redis",
  include: ["test/*.test.js"],
  testTimeout: 60_000,
  hookTimeout: 120_000,
});

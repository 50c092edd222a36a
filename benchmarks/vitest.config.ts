import { suite } from "../vitest.shared.js";

export default suite({
  name: "benchmarks",
  include: ["test/*.test.js"],
  testTimeout: 60_000,
  hookTimeout: 120_000,
});

import { suite } from "../../vitest.shared.js";

// What touches keys and prototypes, in a process that has no `__proto__` (V-22).
export default suite({
  name: "core-no-proto",
  include: ["test/{lifecycle,data-keys,data-round-trip,ill-formed-keys,hostile-*}.test.ts"],
  testTimeout: 60_000,
  pool: "forks",
  execArgv: ["--disable-proto=throw"],
});

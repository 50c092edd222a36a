import { suite } from "../../vitest.shared.js";

export default suite({
  name: "example-account",
  include: ["test/*.test.js"],
  setupFiles: ["test/fast-passwords.js"],
  testTimeout: 20_000,
});

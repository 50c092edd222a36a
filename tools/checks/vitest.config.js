import { suite } from "../../vitest.shared.ts";

// Each of these starts a compiler.
export default suite({ name: "checks", include: ["*.test.js"], testTimeout: 60_000 });

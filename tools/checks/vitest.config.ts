import { suite } from "../../vitest.shared.js";

// Each of these starts a compiler.
export default suite({ name: "checks", include: ["*.test.js"], testTimeout: 60_000 });

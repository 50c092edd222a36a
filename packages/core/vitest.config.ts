import { sharedSuite } from "../../vitest.shared.js";

// The property tests try thousands of cases; on a machine that is busy that may take a while.
export default sharedSuite({ name: "core", include: ["test/**/*.test.ts"], testTimeout: 60_000 });

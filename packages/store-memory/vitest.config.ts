import { suite } from "../../vitest.shared.js";

// Some tests fill the store, and look at the heap of their process; on a machine that is busy that may take a while.
export default suite({ name: "store-memory", include: ["test/**/*.test.ts"], testTimeout: 60_000 });

import { sharedSuite } from "../../vitest.shared.js";

export default sharedSuite({ name: "hono", include: ["test/**/*.test.ts"] });

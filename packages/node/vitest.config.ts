import { sharedSuite } from "../../vitest.shared.js";

export default sharedSuite({ name: "node", include: ["test/**/*.test.ts"] });

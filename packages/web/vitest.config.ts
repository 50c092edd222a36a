import { sharedSuite } from "../../vitest.shared.js";

export default sharedSuite({ name: "web", include: ["test/**/*.test.ts"] });

import { sharedSuite } from "../../vitest.shared.js";

export default sharedSuite({ name: "express-session", include: ["test/**/*.test.ts"] });

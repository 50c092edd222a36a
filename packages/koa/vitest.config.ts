import { sharedSuite } from "../../vitest.shared.js";

export default sharedSuite({ name: "koa", include: ["test/**/*.test.ts"] });

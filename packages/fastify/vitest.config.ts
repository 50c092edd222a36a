import { sharedSuite } from "../../vitest.shared.js";

export default sharedSuite({ name: "fastify", include: ["test/**/*.test.ts"] });

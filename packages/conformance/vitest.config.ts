import { sharedSuite } from "../../vitest.shared.js";

export default sharedSuite({ name: "conformance", include: ["test/**/*.test.ts"] });

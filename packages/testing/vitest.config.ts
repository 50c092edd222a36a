import { sharedSuite } from "../../vitest.shared.js";

export default sharedSuite({ name: "testing", include: ["test/**/*.test.ts"] });

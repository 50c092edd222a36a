import { sharedSuite } from "../../vitest.shared.js";

export default sharedSuite({ name: "connect-store", include: ["test/**/*.test.ts"] });

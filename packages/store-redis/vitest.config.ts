import { serverSuite } from "../../vitest.shared.js";

export default serverSuite({ name: "store-redis", include: ["test/**/*.test.ts"] });

import { suite } from "../../vitest.shared.js";

export default suite({ name: "hono", include: ["test/**/*.test.ts"] });

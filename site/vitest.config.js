import { suite } from "../vitest.shared.ts";

export default suite({ name: "site", include: ["test/*.test.js"] });

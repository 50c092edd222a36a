import { suite } from "../../vitest.shared.ts";

export default suite({ name: "debian", include: ["test/*.test.js"] });

import { suite } from "../../vitest.shared.ts";

export default suite({ name: "mutants", include: ["*.test.js"] });

import { suite } from "../../vitest.shared.js";

export default suite({ name: "mutants", include: ["*.test.js"] });

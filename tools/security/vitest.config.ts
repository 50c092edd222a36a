import { suite } from "../../vitest.shared.js";

export default suite({ name: "security", include: ["*.test.js"] });

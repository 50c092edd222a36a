import { suite } from "../../vitest.shared.js";

export default suite({ name: "release", include: ["*.test.js"] });

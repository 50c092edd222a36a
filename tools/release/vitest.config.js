import { suite } from "../../vitest.shared.ts";

export default suite({ name: "release", include: ["*.test.js"] });

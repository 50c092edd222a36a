import { suite } from "../../vitest.shared.js";

export default suite({ name: "behaviours", include: ["*.test.ts"] });

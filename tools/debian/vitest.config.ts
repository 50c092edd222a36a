import { suite } from "../../vitest.shared.js";

export default suite({ name: "debian", include: ["test/*.test.js"] });

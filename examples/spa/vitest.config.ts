import { suite } from "../../vitest.shared.js";

export default suite({ name: "example-spa", include: ["test/*.test.js"] });

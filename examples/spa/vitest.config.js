import { suite } from "../../vitest.shared.ts";

export default suite({ name: "example-spa", include: ["test/*.test.js"] });

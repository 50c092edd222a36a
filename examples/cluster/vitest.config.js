import { suite } from "../../vitest.shared.ts";

export default suite({ name: "example-cluster", include: ["test/*.test.js"] });

import { suite } from "../../vitest.shared.js";

export default suite({ name: "example-cluster", include: ["test/*.test.js"] });

import { suite } from "../../vitest.shared.js";

export default suite({ name: "example-three-frameworks", include: ["test/*.test.js"], testTimeout: 20_000 });

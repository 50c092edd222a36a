import { suite } from "../../vitest.shared.js";

export default suite({ name: "example-custom-store", include: ["test/*.test.js"] });

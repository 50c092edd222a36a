import { suite } from "../../vitest.shared.ts";

export default suite({ name: "example-custom-store", include: ["test/*.test.js"] });

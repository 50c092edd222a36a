import { suite } from "../vitest.shared.js";

export default suite({ name: "site", include: ["test/*.test.js"] });

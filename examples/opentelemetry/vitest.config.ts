import { suite } from "../../vitest.shared.js";

export default suite({ name: "example-opentelemetry", include: ["test/*.test.js"], testTimeout: 60_000 });

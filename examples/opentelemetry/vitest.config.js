import { suite } from "../../vitest.shared.ts";

export default suite({ name: "example-opentelemetry", include: ["test/*.test.js"], testTimeout: 60_000 });

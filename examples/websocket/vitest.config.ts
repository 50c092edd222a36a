import { suite } from "../../vitest.shared.js";

export default suite({ name: "example-websocket", include: ["test/*.test.js"], testTimeout: 20_000 });

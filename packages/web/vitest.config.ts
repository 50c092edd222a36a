import { suite } from "../../vitest.shared.js";

// The server for fetch handlers puts a Response of its own in the place of Node's: not for other files.
export default suite({ name: "web", include: ["test/**/*.test.ts"] });

import { defineConfig } from "vitest/config";

export default defineConfig({ test: { name: "debian", include: ["test/*.test.js"] } });

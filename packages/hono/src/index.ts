export { honoSession } from "./hono-session.js";
export { requireCsrfToken } from "./require-csrf-token.js";
export { requireLogin } from "./require-login.js";
export type { SessionVariables } from "./variables.js";

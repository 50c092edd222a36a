export { koaSession } from "./koa-session.js";
export { requireCsrfToken } from "./require-csrf-token.js";
export { requireLogin } from "./require-login.js";
export type { SessionContext } from "./context.js";

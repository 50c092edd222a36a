export { koaSession } from "./koa-session.js";
export { requireLogin } from "./require-login.js";
export type { SessionContext } from "./context.js";

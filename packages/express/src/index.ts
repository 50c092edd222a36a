export { expressSession } from "./express-session.js";
export type { SessionMiddleware, SessionRequest } from "./middleware.js";
export { requireLogin } from "./require-login.js";

export { expressSession } from "./express-session.js";
export type { SessionMiddleware, SessionRequest } from "./middleware.js";
export { requireCsrfToken } from "./require-csrf-token.js";
export { requireLogin } from "./require-login.js";

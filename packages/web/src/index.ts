export { errorResponse, type ErrorResponseOptions } from "./error-response.js";
export { loadSession } from "./load-session.js";
export { openSession, type OpenedSession, sessionOpener, type SessionOpener } from "./open-session.js";
export type { OpenSessionOptions } from "./settings.js";
export { requireCsrfToken, type ReadForm } from "./require-csrf-token.js";
export { requireLogin } from "./require-login.js";
export { webSession, type FetchHandler, type WebSessionOptions, type WithSession } from "./web-session.js";

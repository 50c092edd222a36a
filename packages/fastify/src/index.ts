export { fastifySession, type FastifySessionOptions } from "./fastify-session.js";
export { requireCsrfToken } from "./require-csrf-token.js";
export { requireLogin } from "./require-login.js";

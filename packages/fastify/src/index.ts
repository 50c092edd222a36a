export { fastifySession, type FastifySessionOptions } from "./fastify-session.js";
export { requireLogin } from "./require-login.js";

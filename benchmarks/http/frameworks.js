/** Contestants by framework. Each is made with the address of a Redis, and has a process of its own. */
export const frameworks = ["express", "fastify", "koa"];

/**
 * @typedef {object} Contestant What an app calls. `req` is Express' and Fastify's request, and Koa's context; `res` is the response.
 * @property {(app: unknown) => unknown} [install] mounts what runs for each request; without it, none of them costs anything
 * @property {(req: unknown, user: string, res: unknown) => unknown} login begins a session; may return a cookie to set
 * @property {(req: unknown, res: unknown) => unknown} userOf who is signed in, or undefined
 * @property {(req: unknown, value: number, res: unknown) => unknown} [write] sets one field
 * @property {(req: unknown, res: unknown) => unknown} [written] reads that field
 * @property {Record<string, (about: unknown) => unknown>} [control] what is asked past HTTP
 */

/** @returns {Promise<Record<string, (redisUrl: string, options?: object) => Contestant | Promise<Contestant>>>} */
export const contestantsOf = async (framework) => (await import(`./contestants/${framework}.js`)).contestants;

/** @returns {Promise<(contestant: Contestant) => Promise<{ port: number, close(): unknown }>>} */
export const serverOf = async (framework) => (await import(`./apps/${framework}.js`)).serve;

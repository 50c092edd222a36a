const session = "hono/src/hono-session.ts";
const errors = "hono/src/error-answers.ts";
const variable = "hono/src/session-variable.ts";
const form = "hono/src/require-csrf-token.ts";

/** What a middleware of Hono must do by itself: it lays headers of responses over each other, and answers errors before they are met. */
export const honoMutants = [
  {
    name: "Hono's middleware lays the old headers over the new ones",
    file: session,
    find: `  c.res = undefined;\n  c.res = response;`,
    put: `  c.res = response;`,
  },
  {
    name: "the page of a failed commit in Hono has headers of the page that is not sent",
    file: session,
    find: `    c.res = undefined;\n    throw error;`,
    put: `    throw error;`,
  },
  {
    name: "Hono's middleware makes a response where the handler has forgotten it",
    file: session,
    find: `  if (!c.finalized) return finish();\n`,
    put: ``,
  },
  {
    name: "what was changed before somebody threw a text is lost in Hono",
    file: session,
    find: `    await finish();\n    throw thrown;`,
    put: `    throw thrown;`,
  },
  {
    name: "Hono's middleware hands the response on before the session is saved",
    file: session,
    find: `const answer = await commit(response);`,
    put: `const answer = response; void commit(response).catch(() => {});`,
  },
  {
    name: "errors of verbs are a 500 in Hono",
    file: errors,
    find: `(met = withAnswer(error, c))`,
    put: `(met = error)`,
  },
  {
    name: "errors where no route is are a 500 in Hono",
    file: session,
    find: `throw withAnswer(error, c);`,
    put: `throw error;`,
  },
  {
    name: "the session is looked at in every request of Hono",
    file: variable,
    find: `c.set("session", opened);`,
    put: `c.set("session", opened.session);`,
  },
  {
    name: "a session variable that the app has set is not the app's",
    file: variable,
    find: `return value === opened ? opened.session : value;`,
    put: `return name === "session" ? opened.session : value;`,
  },
  {
    name: "inside webSession Hono's middleware opens a second session",
    file: "web/src/open-session.ts",
    find: `sessions.find(carrier) ?? sessions.find(request)`,
    put: `sessions.find(carrier)`,
  },
  {
    name: "Hono's session belongs to a request that another middleware may replace",
    file: session,
    find: `await open(c.req.raw, c)`,
    put: `await open(c.req.raw)`,
  },
  {
    name: "a form that cannot be read is a 500 in Hono",
    file: form,
    find: `    return {};`,
    put: `    throw new Error("unreadable");`,
  },
  {
    name: "Hono's check reads the body that the handler wants",
    file: form,
    find: `header === undefined ? await formOf(req) : undefined`,
    put: `await formOf(req)`,
  },
];

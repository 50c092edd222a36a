/** What the drop-in must not do as express-session does: each mutant takes one fix away. */
export const expressSessionMutants = [
  {
    name: "the head does not wait for the save",
    file: "express-session/src/visit.ts",
    find: `return saving === undefined ? writeHead() : saving.then(writeHead);`,
    put: `void saving; return writeHead();`,
  },
  {
    name: "a session that is gone is written again",
    file: "express-session/src/foreign-keeper.ts",
    find: `  if (known.fields !== undefined && current === undefined) return hasPassed(session.cookie.expires);\n`,
    put: ``,
  },
  {
    name: "what others have changed is overwritten",
    file: "express-session/src/foreign-keeper.ts",
    find: `current ? withChangesOfOthers(session, current) : session`,
    put: `session`,
  },
  {
    name: "a removal is not one of the changes",
    file: "express-session/src/foreign-keeper.ts",
    find: `  for (const name of unset) Reflect.deleteProperty(merged, name);\n`,
    put: ``,
  },
  {
    name: "writers of one session do not take turns",
    file: "express-session/src/foreign-keeper.ts",
    find: `queue.run(session.id, () => save(port, session))`,
    put: `save(port, session)`,
  },
  {
    name: "the cookie of an ended session stays",
    file: "express-session/src/visit.ts",
    find: `session === undefined ? state.ended && clearedCookie(state)`,
    put: `session === undefined ? undefined`,
  },
  {
    name: "the cleared cookie has lost its attributes",
    file: "express-session/src/set-cookie.ts",
    find: `{ ...cookie.data, expires: new Date(0) }`,
    put: `{ expires: new Date(0) }`,
  },
  {
    name: "a store may take as long as it likes",
    file: "connect-store/src/in-time.ts",
    find: `setImmediate(() => reject(timedOut(operation, timeoutMs)));`,
    put: ``,
  },
  {
    name: "a failure of the store is like any other",
    file: "express-session/src/errors.ts",
    find: `Object.assign(failed, { status: 503, statusCode: 503, expose: false });`,
    put: ``,
  },
  {
    name: "a verb that nobody waits for may fail in silence",
    file: "express-session/src/visit.ts",
    find: `      this.#atWork.throwForgotten();\n`,
    put: ``,
  },
  {
    name: "auto means nothing in what a function returns",
    file: "express-session/src/settings.ts",
    find: `  if (attributes.secure === "auto") cookie.secure = secure;\n`,
    put: ``,
  },
  {
    name: "the last middleware makes all sessions of a store",
    file: "express-session/src/generate.ts",
    find: `(byRequest.get(req) ?? otherwise)(req)`,
    put: `otherwise(req)`,
  },
  {
    name: "a cookie goes on with the old signature",
    file: "express-session/src/decisions.ts",
    find: `if (came.stale || settings.rolling) return true;`,
    put: `if (settings.rolling) return true;`,
  },
  {
    name: "a verb is awaited in vain",
    file: "express-session/src/answer.ts",
    find: `if (!isPromiseMethod(name) || name in target) return`,
    put: `if (name) return`,
  },
  {
    name: "only the first cookie of the name is looked at",
    file: "express-session/src/session-id.ts",
    find: `    if (found !== undefined) return found;`,
    put: `    return found;`,
  },
  {
    name: "what was saved is not known: each save is the first",
    file: "express-session/src/state.ts",
    find: `    knownOf(session).fields = fields;\n`,
    put: ``,
  },
];

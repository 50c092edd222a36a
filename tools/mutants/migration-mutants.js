/** What an import must not do without: each mutant takes one guard away. */
export const migrationMutants = [
  {
    name: "a signature is not compared",
    file: "migrate/src/signatures.ts",
    find: `isSameText(sign(text, secret), signature)`,
    put: `signature.length > 0`,
  },
  {
    name: "a cookie without a signature is taken",
    file: "migrate/src/signed-cookies.ts",
    find: `return values.length > 0 ? "forged" : undefined;
  };
}

/** The signature in a cookie of its own`,
    put: `return values[0] === undefined ? undefined : { value: values[0], secret: values[0] };
  };
}

/** The signature in a cookie of its own`,
  },
  {
    name: "imports go on after their end",
    file: "core/src/import-marker.ts",
    find: `filter(({ until }) => until.getTime() > now())`,
    put: `filter(() => now() > 0)`,
  },
  {
    name: "nobody looks whether somebody has logged out meanwhile",
    file: "core/src/import-session.ts",
    find: `  if (!(await context.store.call("migrate.end", () => old.end()))) {`,
    put: `  if ((await context.store.call("migrate.end", () => old.end())) === undefined) {`,
  },
  {
    name: "the old record stays",
    file: "core/src/import-session.ts",
    find: `await context.store.call("migrate.end", () => old.end())`,
    put: `await Promise.resolve(true)`,
  },
  {
    name: "a logout leaves the old session",
    file: "core/src/verbs.ts",
    find: `  await endOldSessions(scope);\n`,
    put: ``,
    also: [{ find: `import { endOldSessions } from "./old-sessions.js";\n`, put: `` }],
  },
  {
    name: "a logout sets no marker: what an old process writes comes back",
    file: "core/src/old-sessions.ts",
    find: `    await mark(scope.context, await markerOf(old.secret), newHandle());\n`,
    put: ``,
  },
  {
    name: "an import sets no marker",
    file: "core/src/import-session.ts",
    find: `!(await mark(context, marker, nonce, found.markedUntil))`,
    put: `marker === nonce`,
  },
  {
    name: "the marker is looked for before the record",
    file: "core/src/import-session.ts",
    find: `  const record = await context.store.call("migrate.load", () => old.load());
  const known = await context.store.read(marker);
`,
    put: `  const known = await context.store.read(marker);
  const record = await context.store.call("migrate.load", () => old.load());
`,
  },
  {
    name: "who comes second keeps a session of its own",
    file: "core/src/import-session.ts",
    find: `    await removeQuietly(context, begun.stored);
    const winner`,
    put: `    const winner`,
  },
  {
    name: "who comes second is a stranger",
    file: "core/src/import-session.ts",
    find: `return winner !== undefined && adopt(scope, old, winner);`,
    put: `return winner === undefined;`,
  },
  {
    name: "a late answer puts a dead cookie in the place of a newer one",
    file: "core/src/commit.ts",
    find: `(mustTouch(scope) || isArriving(scope))`,
    put: `mustTouch(scope)`,
  },
  {
    name: "the old cookie is not dropped",
    file: "core/src/head.ts",
    find: `[setCookie, ...(scope.droppedCookies ?? [])]`,
    put: `[setCookie]`,
  },
  {
    name: "the old cookie is dropped at another path",
    file: "migrate/src/old-cookie.ts",
    find: '`Path=${attribute("path", path)}`',
    put: '`Path=/${attribute("path", path).slice(0, 0)}`',
  },
  {
    name: "the old cookie is dropped at this host alone",
    file: "migrate/src/old-cookie.ts",
    find: `  if (domain !== undefined) attributes`,
    put: `  if (domain === "") attributes`,
  },
  {
    name: "a fixed end is forgotten",
    file: "core/src/import-session.ts",
    find: `record.slides ? Infinity : Math.floor(record.expiresAt)`,
    put: `Infinity`,
  },
  {
    name: "what is left of the old record is the end for all",
    file: "core/src/import-session.ts",
    find: `record.slides ? Infinity : Math.floor(record.expiresAt)`,
    put: `Math.floor(record.expiresAt)`,
  },
  {
    name: "the old end goes before our absolute limit",
    file: "core/src/import-session.ts",
    find: `endsAt: Math.min(now + absoluteMs, mostAt)`,
    put: `endsAt: mostAt, authenticatedAt: mostAt`,
    also: [{ find: `userId: user, authenticatedAt: now,`, put: `userId: user,` }],
  },
  {
    name: "what the old store has dropped is imported",
    file: "core/src/import-session.ts",
    find: `record === undefined || !(record.expiresAt > context.now())`,
    put: `record === undefined`,
    also: [{ find: `endsAt: Math.min(now + absoluteMs, mostAt)`, put: `endsAt: now + absoluteMs` }],
  },
  {
    name: "who was revoked comes back by an old cookie",
    file: "core/src/revocation.ts",
    find: `  await revokeImports(context, user);\n`,
    put: ``,
    also: [{ find: `import { revokeImports } from "./import-marker.js";\n`, put: `` }],
  },
  {
    name: "revokeAll leaves what was not seen yet",
    file: "core/src/import-session.ts",
    find: `  if (context.epoch.known > 0) throw new Refusal("revoked");\n`,
    put: ``,
    also: [{ find: `createdAt: now, epoch: 0 }`, put: `createdAt: now }` }],
  },
  {
    name: "an import is a recent login",
    file: "core/src/login-demand.ts",
    find: `(unproven ? Infinity : now - authenticatedAt)`,
    put: `(now - authenticatedAt)`,
    also: [{ find: `authenticatedAt = 0, unproven }`, put: `authenticatedAt = 0 }` }],
  },
  {
    name: "an import is a recent login from the next request on",
    file: "core/src/assurance-level.ts",
    find: `  if (unproven) return UNPROVEN;\n`,
    put: ``,
  },
  {
    name: "old data hide verbs",
    file: "core/src/import-session.ts",
    find: `encodeData(withoutReserved(scope, record.data), codec)`,
    put: `encodeData(record.data, codec)`,
    also: [{ find: `import { withoutReserved } from "./reserved.js";\n`, put: `` }],
  },
  {
    name: "the library's own names come over",
    file: "migrate/src/migration-of.ts",
    find: `filter(([name]) => !ownNames.includes(name))`,
    put: `filter(([name]) => ownNames !== [name])`,
  },
  {
    name: "an old cookie goes before ours",
    file: "core/src/import-session.ts",
    find: `  if (scope.state.status === "stored") return undefined;\n`,
    put: ``,
  },
  {
    name: "the user is not on the list",
    file: "core/src/import-session.ts",
    find: `return { ...facts, userId: user, authenticatedAt: now, unproven: true };`,
    put: `return user === "" ? { ...facts, userId: user, authenticatedAt: now, unproven: true } : facts;`,
  },
];

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
    find: `  return signed.length === 0 && texts.length > 0 ? "forged" : signed;`,
    put: `  return signed.length === 0 ? texts.map((text) => ({ value: text, signature: text })) : signed;`,
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
    find: `    if (await context.store.call("migrate.end", () => old.end())) return;`,
    put: `    if ((await context.store.call("migrate.end", () => old.end())) !== undefined) return;`,
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
    find: `  await endOldSessions(scope, olds);\n`,
    put: `  if (olds.length < 0) await endOldSessions(scope, olds);\n`,
  },
  {
    name: "a logout sets no marker: what an old process writes comes back",
    file: "core/src/old-sessions.ts",
    find: `    await mark(context, await markerOf(old), newHandle(), markedUntil(migration, record));`,
    put: `    await markerOf(old), newHandle(), markedUntil(migration, record), mark;`,
  },
  {
    name: "an import sets no marker",
    file: "core/src/import-session.ts",
    find: `!(await mark(context, marker, nonce, markedUntil(migration, record)))`,
    put: `marker === nonce || markedUntil(migration, record) === 0`,
    also: [{ find: `  mark,\n`, put: `` }],
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
    find: `    await removeQuietly(context, stored);
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
    file: "core/src/importable.ts",
    find: `record.slides ? Infinity : Math.floor(record.expiresAt)`,
    put: `Infinity`,
  },
  {
    name: "what is left of the old record is the end for all",
    file: "core/src/importable.ts",
    find: `record.slides ? Infinity : Math.floor(record.expiresAt)`,
    put: `Math.floor(record.expiresAt)`,
  },
  {
    name: "the old end goes before our absolute limit",
    file: "core/src/importable.ts",
    find: `  const endsAt = Math.min(now + absoluteMs, mostAt);`,
    put: `  const endsAt = mostAt + 0 * absoluteMs;`,
    also: [{ find: `authenticatedAt: now,`, put: `authenticatedAt: mostAt,` }],
  },
  {
    name: "what the old store has dropped is imported",
    file: "core/src/importable.ts",
    find: `record === undefined || !(record.expiresAt > context.now())`,
    put: `record === undefined`,
    also: [{ find: `Math.min(now + absoluteMs, mostAt)`, put: `Math.max(now + absoluteMs, mostAt)` }],
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
    file: "core/src/importable.ts",
    find: `(migration.since?.getTime() ?? 0)`,
    put: `(migration.since?.getTime() ?? Infinity)`,
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
    file: "core/src/importable.ts",
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
    file: "core/src/importable.ts",
    find: `  return { ...facts, userId, authenticatedAt: now, unproven: true };`,
    put: `  return userId === "" ? { ...facts, userId, authenticatedAt: now, unproven: true } : facts;`,
  },
  {
    name: "a revokeAll after `since` keeps nobody out",
    file: "core/src/importable.ts",
    find: `(migration.since?.getTime() ?? 0)`,
    put: `(migration.since === undefined ? 0 : Infinity)`,
  },
  {
    name: "`since` is not asked",
    file: "core/src/importable.ts",
    find: `(migration.since?.getTime() ?? 0)`,
    put: `0`,
  },
  {
    name: "what is imported after a revokeAll is from before it",
    file: "core/src/importable.ts",
    find: `epoch: context.epoch.known }`,
    put: `epoch: 0 }`,
  },
  {
    name: "parallel requests count as several sessions",
    file: "core/src/importable.ts",
    find: `await importedHandle(old.secret)`,
    put: `(await importedHandle(old.secret)).slice(0, 11) + Math.random().toString().slice(2, 13).padEnd(11, "0")`,
  },
  {
    name: "several sessions too many come over at once",
    file: "core/src/import-session.ts",
    find: `    if (context.policy.overLimit === "refuse") await`,
    put: `    if (context.policy.maxPerUser === -1) await`,
  },
  {
    name: "nobody makes room for what comes over",
    file: "core/src/import-session.ts",
    find: `    if (context.policy.overLimit === "evict") await`,
    put: `    if (context.policy.maxPerUser === -1) await`,
  },
  {
    name: "room is made when the old record is gone",
    file: "core/src/import-session.ts",
    find: `    if (context.policy.overLimit === "evict") await refusingAs("limit", keepLimit(context, stored));
    if (await context.store.call("migrate.end", () => old.end())) return;`,
    put: `    const gone = await context.store.call("migrate.end", () => old.end());
    if (context.policy.overLimit === "evict") await refusingAs("limit", keepLimit(context, stored));
    if (gone) return;`,
  },
  {
    name: "an old record that could not be ended stays",
    file: "core/src/import-session.ts",
    find: `  if (isLeft(marker)) await`,
    put: `  if (isLeft(marker) && marker.version < 0) await`,
  },
  {
    name: "an old record that cannot be ended fails each request",
    file: "core/src/old-sessions.ts",
    find: `() => old.end()).catch(() => undefined);`,
    put: `() => old.end());`,
  },
  {
    name: "an old record that cannot be read keeps a logout from going on",
    file: "core/src/old-sessions.ts",
    find: `() => old.load()).catch(lasting);`,
    put: `() => old.load());`,
    also: [{ find: `function lasting(): OldRecord {`, put: `export function lasting(): OldRecord {` }],
  },
  {
    name: "of several old cookies a logout ends one",
    file: "core/src/old-sessions.ts",
    find: `olds.map((old) =>`,
    put: `olds.slice(0, 1).map((old) =>`,
  },
  {
    name: "of several old cookies one is found",
    file: "migrate/src/signed-cookies.ts",
    find: `filter((cookie) => cookie !== undefined);`,
    put: `filter((cookie) => cookie !== undefined).slice(0, 1);`,
  },
  {
    name: "a migration that throws fails the request",
    file: "core/src/old-sessions.ts",
    find: `    } catch {
      refuse("unreadable");
    }`,
    put: `    } catch (error) {
      refuse("unreadable");
      throw error;
    }`,
  },
  {
    name: "a login leaves the old session",
    file: "core/src/login.ts",
    find: `  await endOldSessions(scope, olds);\n`,
    put: `  if (olds.length < 0) await endOldSessions(scope, olds);\n`,
  },
  {
    name: "what is remembered of an old session depends on the order of secrets",
    file: "core/src/import-marker.ts",
    find: `export function markerOf({ id }: OldSession)`,
    put: `export function markerOf({ secret: id }: OldSession)`,
  },
  {
    name: "a user id that is a promise ends the process",
    file: "core/src/importable.ts",
    find: `    if (typeof given === "object") Promise`,
    put: `    if (typeof given === "bigint") Promise`,
  },
];

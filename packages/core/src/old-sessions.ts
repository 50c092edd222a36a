import type { Context } from "./context.js";
import type { ImportRefusal } from "./events.js";
import { mark, markedUntil, markerOf, openMigrations } from "./import-marker.js";
import type { Migration, OldRecord, OldSession } from "./migration.js";
import type { Scope } from "./scope.js";
import { newHandle } from "./token.js";

/** An old session that a request leads to, and where it would come from. */
export interface Found {
  readonly migration: Migration;
  readonly old: OldSession;
}

/** The old sessions whose cookies came with the request. */
export function oldSessionsOf({ context, exchange }: Scope): readonly Found[] {
  const { cookieHeader } = exchange;
  if (cookieHeader === undefined || context.policy.migrate.length === 0) return [];
  const found: Found[] = [];
  for (const migration of openMigrations(context)) {
    const refuse = (reason: ImportRefusal): void =>
      context.emit({ type: "import_refused", from: migration.name, reason });
    try {
      const olds = migration.find(cookieHeader);
      if (olds === "forged") refuse("forged");
      else found.push(...olds.map((old) => ({ migration, old })));
    } catch {
      refuse("unreadable");
    }
  }
  return found;
}

/** Whatever is done to our cookie in this request, the old one goes. */
export function dropCookie(scope: Scope, { dropCookie: lines }: OldSession): void {
  scope.cookieCame = true;
  scope.droppedCookies = [...new Set([...(scope.droppedCookies ?? []), ...lines])];
}

/** Sees to it that no request brings the old sessions back: not one that is under way, nor by what an old process may still write. */
export async function markOldSessions(scope: Scope): Promise<readonly Found[]> {
  const { context } = scope;
  const all = oldSessionsOf(scope);
  const markOne = async ({ migration, old }: Found): Promise<void> => {
    const record = await context.store.call("migrate.load", () => old.load()).catch(lasting);
    await mark(context, await markerOf(old), newHandle(), markedUntil(migration, record));
  };
  await Promise.all(all.map(markOne));
  return all;
}

/** What stands for a record that cannot be read now: nothing tells when it ends. */
function lasting(): OldRecord {
  return { data: {}, expiresAt: Infinity };
}

/** Once they are marked. */
export async function endOldSessions(scope: Scope, all: readonly Found[]): Promise<void> {
  await Promise.all(all.map(({ old }) => endQuietly(scope.context, old)));
  for (const { old } of all) dropCookie(scope, old);
}

/** A failure is an event, and no more: the marker keeps the old session from coming back. */
export async function endQuietly({ store }: Context, old: OldSession): Promise<void> {
  await store.call("migrate.end", () => old.end()).catch(() => undefined);
}

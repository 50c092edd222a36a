import { mark, markerOf, openMigrations } from "./import-marker.js";
import type { Migration, OldSession } from "./migration.js";
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
    const old = migration.find(cookieHeader);
    if (old === "forged") context.emit({ type: "import_refused", from: migration.name, reason: "forged" });
    else if (old !== undefined) found.push({ migration, old });
  }
  return found;
}

/** Whatever is done to our cookie in this request, the old one goes. */
export function dropCookie(scope: Scope, { dropCookie: lines }: OldSession): void {
  scope.cookieCame = true;
  scope.droppedCookies = [...new Set([...(scope.droppedCookies ?? []), ...lines])];
}

/**
 * Ends the old sessions along with ours: else the next request would bring back what somebody has ended. The marker comes first, for
 * an import that is under way, and for what an old process may still write.
 */
export async function endOldSessions(scope: Scope): Promise<void> {
  const { store } = scope.context;
  for (const { old } of oldSessionsOf(scope)) {
    await mark(scope.context, await markerOf(old.secret), newHandle());
    await store.call("migrate.end", () => old.end());
    dropCookie(scope, old);
  }
}

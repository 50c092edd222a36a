import type { SessionStore } from "@sess/core";
import type { TestClock } from "../../src/index.js";
import { ModelIndex } from "../../src/store/model-index.js";
import { ModelStore } from "../../src/store/model-store.js";
import { gap } from "./mutant.js";
import type { Mutants } from "./mutant.js";

type Index = new (clock: TestClock) => ModelIndex;

const withIndex =
  (Index: Index): ((clock: TestClock) => SessionStore) =>
  (clock) =>
    Object.assign(new ModelStore(clock), { users: new Index(clock) });

/** Writes every user id as `spell` says. */
const spelling = (spell: (userId: string) => string): ((clock: TestClock) => SessionStore) =>
  withIndex(
    class extends ModelIndex {
      override add(userId: string, key: string, expiresAt: number): Promise<void> {
        return super.add(spell(userId), key, expiresAt);
      }
      override confirm(userId: string, key: string, replaced?: string): Promise<boolean> {
        return super.confirm(spell(userId), key, replaced);
      }
      override remove(userId: string, key: string): Promise<void> {
        return super.remove(spell(userId), key);
      }
      override list(userId: string): Promise<readonly string[]> {
        return super.list(spell(userId));
      }
      override revoke(userId: string, except?: string): Promise<readonly string[]> {
        return super.revoke(spell(userId), except);
      }
    },
  );

/** Asks for the time in a wrong way. */
const atTime =
  (now: (clock: TestClock) => number): ((clock: TestClock) => SessionStore) =>
  (clock) =>
    Object.assign(new ModelStore(clock), { users: new ModelIndex({ now: () => now(clock) }) });

/** Stores whose user index breaks one rule each. */
export const userIndexMutants: Mutants = {
  "the store has no index": (clock) => Object.assign(new ModelStore(clock), { users: undefined }),
  "an entry lives one millisecond too long": atTime((clock) => clock.now() - 1),
  "an entry ends one millisecond too soon": atTime((clock) => clock.now() + 1),
  "entries never expire": atTime(() => 0),
  "user ids ignore case": spelling((userId) => userId.toLowerCase()),
  "user ids are trimmed": spelling((userId) => userId.trim()),
  "user ids are cut": spelling((userId) => userId.slice(0, 255)),
  "user ids end at a NUL": spelling((userId) => userId.split("\0")[0] ?? ""),
  "user ids are normalized": spelling((userId) => userId.normalize()),
  "braces in a user id are a hash tag": spelling((userId) => /\{(.+?)\}/.exec(userId)?.[1] ?? userId),
  "the last add ends the whole list at its deadline": withIndex(
    class extends ModelIndex {
      override async add(userId: string, key: string, expiresAt: number): Promise<void> {
        for (const [other, entry] of this.users.get(userId) ?? [])
          this.users.get(userId)?.set(other, { ...entry, expiresAt: Math.min(entry.expiresAt, expiresAt) });
        return super.add(userId, key, expiresAt);
      }
    },
  ),
  "the last add keeps the whole list until its deadline": withIndex(
    class extends ModelIndex {
      override async add(userId: string, key: string, expiresAt: number): Promise<void> {
        await super.add(userId, key, expiresAt);
        const all = [...(this.users.get(userId) ?? [])];
        const last = Math.max(...all.map(([, entry]) => entry.expiresAt));
        for (const [other, entry] of all) this.users.get(userId)?.set(other, { ...entry, expiresAt: last });
      }
    },
  ),
  "add leaves out what was revoked": withIndex(
    class extends ModelIndex {
      override async add(userId: string, key: string, expiresAt: number): Promise<void> {
        if (this.live(userId, key)?.revoked !== true) await super.add(userId, key, expiresAt);
      }
    },
  ),
  "add reads the list, and writes it later": withIndex(
    class extends ModelIndex {
      override async add(userId: string, key: string, expiresAt: number): Promise<void> {
        const entries = new Map(this.users.get(userId));
        await gap();
        this.users.set(userId, entries.set(key, { expiresAt, revoked: false }));
      }
    },
  ),
  "confirm is always true": withIndex(
    class extends ModelIndex {
      override async confirm(
        ...[userId, key, replaced]: Parameters<ModelIndex["confirm"]>
      ): Promise<boolean> {
        await super.confirm(userId, key, replaced);
        return true;
      }
    },
  ),
  "confirm lists what is missing": withIndex(
    class extends ModelIndex {
      override async confirm(
        ...[userId, key, replaced]: Parameters<ModelIndex["confirm"]>
      ): Promise<boolean> {
        const confirmed = await super.confirm(userId, key, replaced);
        if (!confirmed) await this.add(userId, key, this.clock.now() + 60_000);
        return confirmed;
      }
    },
  ),
  "confirm is true for what was revoked": withIndex(
    class extends ModelIndex {
      override async confirm(
        ...[userId, key, replaced]: Parameters<ModelIndex["confirm"]>
      ): Promise<boolean> {
        return this.live(userId, key) !== undefined && (await super.confirm(userId, key, replaced), true);
      }
    },
  ),
  "confirm leaves what was replaced": withIndex(
    class extends ModelIndex {
      override confirm(userId: string, key: string): Promise<boolean> {
        return super.confirm(userId, key);
      }
    },
  ),
  "confirm takes the replaced session off in any case": withIndex(
    class extends ModelIndex {
      override async confirm(
        ...[userId, key, replaced]: Parameters<ModelIndex["confirm"]>
      ): Promise<boolean> {
        const confirmed = await super.confirm(userId, key, replaced);
        if (replaced !== undefined) await this.remove(userId, replaced);
        return confirmed;
      }
    },
  ),
  "confirm demands that the replaced session is listed": withIndex(
    class extends ModelIndex {
      override async confirm(
        ...[userId, key, replaced]: Parameters<ModelIndex["confirm"]>
      ): Promise<boolean> {
        if (replaced !== undefined && !(await this.list(userId)).includes(replaced)) return false;
        return super.confirm(userId, key, replaced);
      }
    },
  ),
  "confirm does not ask whether the replaced session was revoked": withIndex(
    class extends ModelIndex {
      override async confirm(
        ...[userId, key, replaced]: Parameters<ModelIndex["confirm"]>
      ): Promise<boolean> {
        const confirmed = await super.confirm(userId, key);
        if (confirmed && replaced !== undefined) await this.remove(userId, replaced);
        return confirmed;
      }
    },
  ),
  "remove takes all off": withIndex(
    class extends ModelIndex {
      override async remove(userId: string): Promise<void> {
        this.users.delete(userId);
      }
    },
  ),
  "remove forgets a revocation": withIndex(
    class extends ModelIndex {
      override async remove(userId: string, key: string): Promise<void> {
        this.users.get(userId)?.delete(key);
      }
    },
  ),
  "remove counts as a revocation": withIndex(
    class extends ModelIndex {
      override async remove(userId: string, key: string): Promise<void> {
        this.markRevoked(userId, key);
      }
    },
  ),
  "list shows what was revoked": withIndex(
    class extends ModelIndex {
      override async list(userId: string): Promise<readonly string[]> {
        return [...this.keys(userId, false), ...this.keys(userId, true)];
      }
    },
  ),
  "list ends at 100": withIndex(
    class extends ModelIndex {
      override async list(userId: string): Promise<readonly string[]> {
        return (await super.list(userId)).slice(0, 100);
      }
    },
  ),
  "list hands out its own array": withIndex(
    class extends ModelIndex {
      readonly #lists = new Map<string, string[]>();
      override async list(userId: string): Promise<readonly string[]> {
        const own = this.#lists.get(userId);
        if (own?.length === (await super.list(userId)).length) return own;
        const keys = this.keys(userId, false);
        this.#lists.set(userId, keys);
        return keys;
      }
    },
  ),
  "revoke leaves the list": withIndex(
    class extends ModelIndex {
      override list(userId: string): Promise<readonly string[]> {
        return Promise.resolve([...(this.users.get(userId)?.keys() ?? [])]);
      }
    },
  ),
  "revoke forgets what it has handed out": withIndex(
    class extends ModelIndex {
      override async revoke(userId: string, except?: string): Promise<readonly string[]> {
        const keys = this.keys(userId, false).filter((key) => key !== except);
        await super.revoke(userId, except);
        return keys;
      }
    },
  ),
  "revoke remembers the last call only": withIndex(
    class extends ModelIndex {
      override async revoke(userId: string, except?: string): Promise<readonly string[]> {
        if (this.keys(userId, false).some((key) => key !== except))
          for (const key of this.keys(userId, true)) this.users.get(userId)?.delete(key);
        return super.revoke(userId, except);
      }
    },
  ),
  "revoke ignores the exception": withIndex(
    class extends ModelIndex {
      override revoke(userId: string): Promise<readonly string[]> {
        return super.revoke(userId);
      }
    },
  ),
  "revoke hands out the exception": withIndex(
    class extends ModelIndex {
      override async revoke(userId: string, except?: string): Promise<readonly string[]> {
        const keys = await super.revoke(userId, except);
        return except === undefined ? keys : [...new Set([...keys, except])];
      }
    },
  ),
  "the exception hides an earlier revocation": withIndex(
    class extends ModelIndex {
      override async revoke(userId: string, except?: string): Promise<readonly string[]> {
        return (await super.revoke(userId, except)).filter((key) => key !== except);
      }
    },
  ),
  "revoke ends at 100": withIndex(
    class extends ModelIndex {
      override async revoke(userId: string, except?: string): Promise<readonly string[]> {
        return (await super.revoke(userId, except)).slice(0, 100);
      }
    },
  ),
  "revoke empties everybody's list": withIndex(
    class extends ModelIndex {
      override async revoke(userId: string, except?: string): Promise<readonly string[]> {
        const keys = await super.revoke(userId, except);
        for (const other of this.users.keys()) if (other !== userId) this.users.delete(other);
        return keys;
      }
    },
  ),
  "revoke reads the list, and empties it later": withIndex(
    class extends ModelIndex {
      override async revoke(userId: string, except?: string): Promise<readonly string[]> {
        const before = [...(this.users.get(userId)?.keys() ?? [])];
        await gap();
        const keys = await super.revoke(userId, except);
        return keys.filter((key) => before.includes(key));
      }
    },
  ),
};

import { createSessions } from "@sess/core";
import { memoryStore } from "@sess/store-memory";
import { fakeClock, faulty, type SessionCookie, signIn } from "@sess/testing";
import type { BrowserContext } from "@sess/test-browser";
import { expectTypeOf } from "vitest";

// Compiled, not run: what a test may write, and what the compiler must refuse.

const clock = fakeClock();
const store = faulty(memoryStore({ clock }));
const sessions = createSessions<{ cart?: string[] }>({ store, clock });
const alice = await signIn(sessions, "alice", { data: { cart: [] }, level: 2, url: "https://localhost" });
expectTypeOf(alice).toEqualTypeOf<SessionCookie>();

declare const context: BrowserContext;
await context.addCookies([alice]);

// @ts-expect-error the wrong type of a field
await signIn(sessions, "alice", { data: { cart: "ink" } });
// @ts-expect-error nothing is kept of a session that never was
await signIn(sessions, "alice", { keep: ["cart"] });
// @ts-expect-error no such call
store.failNext("write");

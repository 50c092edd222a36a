import { expect } from "vitest";

/** Waits for all. What is still open after `ms` hangs, and that is an error. */
export async function settled(
  work: readonly Promise<unknown>[],
  ms: number,
): Promise<PromiseSettledResult<unknown>[]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Still open after ${ms} ms.`)), ms);
  });
  try {
    return await Promise.race([Promise.allSettled(work), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The failures among them. */
export function reasons(results: readonly PromiseSettledResult<unknown>[]): unknown[] {
  return results.flatMap((result) => (result.status === "rejected" ? [result.reason as unknown] : []));
}

/** What a request may fail with while the store is away: core's one error, and a cause that helps. */
export function expectUnavailable(error: unknown, cause: RegExp = /Redis|^no answer within/): void {
  expect(error).toMatchObject({ name: "SessionError", code: "STORE_UNAVAILABLE", status: 503 });
  expect(String(causeOf(error)?.message)).toMatch(cause);
}

export function causeOf(error: unknown): (Error & { readonly code?: string }) | undefined {
  return error instanceof Error && error.cause instanceof Error ? error.cause : undefined;
}

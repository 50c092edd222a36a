import type { StoreOperation } from "@sess/core";

/** A call that reached a store or its index. Of the index, the user comes after the key, if there is one. */
export type StoreCall = [operation: Exclude<StoreOperation, "close">, key: string, argument?: unknown];

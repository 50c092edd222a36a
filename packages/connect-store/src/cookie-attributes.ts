/** The attributes of a cookie, as an app gives them and as a record keeps them. */
export interface CookieAttributes {
  /** How long it is kept, in milliseconds. Without it, until the browser is closed. */
  maxAge?: number | null | undefined;
  /** When it ends. */
  expires?: Date | string | null | false | undefined;
  originalMaxAge?: number | null | undefined;
  httpOnly?: boolean | undefined;
  path?: string | undefined;
  domain?: string | undefined;
  secure?: boolean | "auto" | undefined;
  sameSite?: boolean | "lax" | "strict" | "none" | "auto" | undefined;
  partitioned?: boolean | undefined;
  priority?: "low" | "medium" | "high" | undefined;
}

/** What a record keeps of a {@link Cookie}. */
export type CookieData = Omit<CookieAttributes, "maxAge">;

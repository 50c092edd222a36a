/** 400 days: browsers keep no cookie longer (RFC 6265bis, section 5.5), so no session lives longer. */
export const LONGEST_LIFE_SECONDS: number = 400 * 24 * 60 * 60;

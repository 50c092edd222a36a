/** As long as a token. */
const TAIL = `.${"x".repeat(19)}`;

/** No session at all: it believes what the cookie says. */
const bare = () => ({
  install() {},
  login: (_req, user) => `sid=${user}${TAIL}`,
  userOf({ headers: { cookie } }) {
    return cookie?.endsWith(TAIL) ? cookie.slice("sid=".length, -TAIL.length) : undefined;
  },
  write() {},
});

/** Twice, under two names: how far they are apart is the noise. */
export const bareContestants = { bare, "bare again": bare };

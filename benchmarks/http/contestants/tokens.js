// Signed tokens that hold the user, verified where a handler asks for him. They cannot be ended, and hold nothing else.
import { createSigner, createVerifier } from "fast-jwt";
import { jwtVerify, SignJWT } from "jose";
import jsonwebtoken from "jsonwebtoken";
import { LIFETIME_SECONDS, SECRET } from "../data.js";

const bytes = new TextEncoder().encode(SECRET);
const algorithms = ["HS256"];

/** @param sign makes the token of a user; @param verify returns its claims, or throws */
const contestant = (sign, verify) => () => ({
  login: async (_req, user) => `jwt=${await sign(user)}`,
  async userOf({ headers: { cookie } }) {
    if (cookie === undefined) return undefined;
    try {
      return (await verify(cookie.slice("jwt=".length))).sub;
    } catch {
      return undefined;
    }
  },
});

const fastSign = createSigner({ key: SECRET, algorithm: "HS256", expiresIn: LIFETIME_SECONDS * 1000 });
const signWithFastJwt = (sub) => fastSign({ sub });

export const fastJwt = {
  "fast-jwt": contestant(signWithFastJwt, createVerifier({ key: SECRET, algorithms })),
  "fast-jwt, cached": contestant(signWithFastJwt, createVerifier({ key: SECRET, algorithms, cache: true })),
};

export const jose = {
  jose: contestant(
    (sub) =>
      new SignJWT({ sub })
        .setProtectedHeader({ alg: "HS256" })
        .setIssuedAt()
        .setExpirationTime(`${LIFETIME_SECONDS}s`)
        .sign(bytes),
    async (token) => (await jwtVerify(token, bytes, { algorithms })).payload,
  ),
};

export const jsonWebToken = {
  jsonwebtoken: contestant(
    (sub) => jsonwebtoken.sign({ sub }, SECRET, { algorithm: "HS256", expiresIn: LIFETIME_SECONDS }),
    (token) => jsonwebtoken.verify(token, SECRET, { algorithms }),
  ),
};

// Who has an account. A real app has these in its database; only the passwords' hashes are kept.
import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";

/** @typedef {{ id: string, name: string }} User */

/** Shown on the sign-in page. */
export const demoAccounts = [
  { name: "ada", password: "lovelace" },
  { name: "alan", password: "bletchley" },
];

export const nameLength = { min: 2, max: 40 };
export const passwordLength = { min: 8, max: 128 };

/** @type {Map<string, User & { salt: Buffer, hash: Buffer }>} */
const users = new Map();

// One of the settings in OWASP's Password Storage Cheat Sheet.
const cost = { N: 2 ** 14, r: 8, p: 5 };
/** @type {(password: string, salt: Buffer, bytes: number, cost: import("node:crypto").ScryptOptions) => Promise<Buffer>} */
const derive = promisify(scrypt);

/** What an unknown name is checked against, so that it takes as long as a known one. */
const nobody = { ...(await hashOf(randomBytes(32).toString("hex"))), id: "", name: "" };

await Promise.all(demoAccounts.map(({ name, password }) => addUser(name, password)));

/**
 * Makes an account, or says in `problem` why not.
 *
 * @param {string} name
 * @param {string} password
 * @returns {Promise<{ user: User, problem?: undefined } | { user?: undefined, problem: string }>}
 */
export async function addUser(name, password) {
  const cleanName = clean(name);
  if (!isWithin(cleanName.length, nameLength)) {
    return { problem: `A name has ${nameLength.min} to ${nameLength.max} characters.` };
  }
  if (!isWithin(password.length, passwordLength)) {
    return { problem: `A password has ${passwordLength.min} to ${passwordLength.max} characters.` };
  }
  const secret = await hashOf(password);
  // Looked up only now: somebody may have taken the name while the password was being hashed.
  const id = idOf(cleanName);
  if (users.has(id)) return { problem: "This name is taken. Choose another one." };
  const user = { id, name: cleanName };
  users.set(id, { ...user, ...secret });
  return { user };
}

/**
 * The user with this name and password. Undefined when either is wrong: neither the answer nor its time tells which.
 *
 * @param {string} name
 * @param {string} password
 * @returns {Promise<User | undefined>}
 */
export async function authenticate(name, password) {
  if (password.length > passwordLength.max) return undefined; // Nobody has such a password: not worth the hashing.
  const user = users.get(idOf(clean(name))) ?? nobody;
  const { hash } = await hashOf(password, user.salt);
  const matches = timingSafeEqual(hash, user.hash);
  return matches && user !== nobody ? { id: user.id, name: user.name } : undefined;
}

/** @param {string} password @param {Buffer} salt */
async function hashOf(password, salt = randomBytes(16)) {
  return { salt, hash: await derive(password.normalize("NFKC"), salt, 32, cost) };
}

/** @param {string} name */
function clean(name) {
  return name.normalize("NFKC").trim();
}

/** "Ada" and "ada" are the same user. @param {string} name */
function idOf(name) {
  return name.toLowerCase();
}

/** @param {number} length @param {{ min: number, max: number }} limits */
function isWithin(length, { min, max }) {
  return length >= min && length <= max;
}

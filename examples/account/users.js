// Who has an account. A real app has these in its database; only the passwords' hashes are kept.
import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";

/** @typedef {{ id: string, name: string, role?: "admin" | undefined }} User */

/** Shown on the sign-in page. @type {{ name: string, password: string, role?: "admin" }[]} */
export const demoAccounts = [
  { name: "ada", password: "lovelace" },
  { name: "alan", password: "bletchley" },
  { name: "grace", password: "hopper1906", role: "admin" },
];

export const nameLength = { min: 2, max: 40 };
export const passwordLength = { min: 8, max: 128 };
const wrongLength = `A password has ${passwordLength.min} to ${passwordLength.max} characters.`;

/** @type {Map<string, User & { salt: Buffer, hash: Buffer }>} */
const users = new Map();

// One of the settings in OWASP's Password Storage Cheat Sheet.
const cost = { N: 2 ** 14, r: 8, p: 5 };
/** @type {(password: string, salt: Buffer, bytes: number, cost: import("node:crypto").ScryptOptions) => Promise<Buffer>} */
const derive = promisify(scrypt);

/** What an unknown name is checked against, so that it takes as long as a known one. */
const nobody = { ...(await hashOf(randomBytes(32).toString("hex"))), id: "", name: "" };

await Promise.all(demoAccounts.map(({ name, password, role }) => addUser(name, password, role)));

/** @typedef {{ user: User, problem?: undefined } | { user?: undefined, problem: string }} Outcome */

/**
 * Makes an account, or says in `problem` why not.
 *
 * @param {string} name
 * @param {string} password
 * @param {User["role"]} [role]
 * @returns {Promise<Outcome>}
 */
export async function addUser(name, password, role) {
  const cleanName = clean(name);
  if (!isWithin(cleanName.length, nameLength)) {
    return { problem: `A name has ${nameLength.min} to ${nameLength.max} characters.` };
  }
  if (!isWithin(password.length, passwordLength)) return { problem: wrongLength };
  const secret = await hashOf(password);
  // Looked up only now: somebody may have taken the name while the password was being hashed.
  const id = idOf(cleanName);
  if (users.has(id)) return { problem: "This name is taken. Choose another one." };
  const user = { id, name: cleanName, role };
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
export function authenticate(name, password) {
  return checkPassword(idOf(clean(name)), password);
}

/**
 * The same for a user whose id is known, because he is signed in.
 *
 * @param {string} id
 * @param {string} password
 * @returns {Promise<User | undefined>}
 */
export async function checkPassword(id, password) {
  if (password.length > passwordLength.max) return undefined; // Nobody has such a password: not worth the hashing.
  const user = users.get(id) ?? nobody;
  const { hash } = await hashOf(password, user.salt);
  return timingSafeEqual(hash, user.hash) ? userOf(user.id) : undefined;
}

/**
 * @param {string} id
 * @param {string} current
 * @param {string} password
 * @returns {Promise<Outcome>}
 */
export async function changePassword(id, current, password) {
  if (!isWithin(password.length, passwordLength)) return { problem: wrongLength };
  const [user, secret] = await Promise.all([checkPassword(id, current), hashOf(password)]);
  const account = users.get(id);
  if (!user || !account) return { problem: "Your current password is wrong." };
  Object.assign(account, secret);
  return { user };
}

export function allUsers() {
  return [...users.values()].map(withoutSecret).sort((a, b) => a.name.localeCompare(b.name));
}

/** @param {string} id */
export function userOf(id) {
  const user = users.get(id);
  return user && withoutSecret(user);
}

/** @param {string | undefined} id */
export function isAdmin(id) {
  return id !== undefined && users.get(id)?.role === "admin";
}

/** @param {User} user @returns {User} */
function withoutSecret({ id, name, role }) {
  return { id, name, role };
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

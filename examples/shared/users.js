// Demo accounts. A real app keeps hashes of passwords: ../account/users.js shows how.
const passwords = new Map([
  ["ada", "lovelace"],
  ["alan", "bletchley"],
]);

/**
 * The name of the user whose name and password a form holds. Undefined when they are wrong.
 *
 * @param {any} form
 * @returns {string | undefined}
 */
export function authenticate(form) {
  const { name, password } = form ?? {};
  return passwords.has(name) && passwords.get(name) === password ? name : undefined;
}

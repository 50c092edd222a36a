import { deviceName } from "./device-name.js";
import { sessions } from "./sessions.js";

/**
 * Signs a user in, after the password was checked; again to confirm who is there, which loses nothing. Of what an anonymous
 * session holds, only the cart comes along.
 *
 * @param {import("express").Request} req
 * @param {import("./users.js").User} user
 */
export function welcome(req, { id, name }) {
  const label = deviceName(req.get("User-Agent"));
  return sessions.from(req).login(id, { keep: ["cart"], data: { userName: name }, label });
}

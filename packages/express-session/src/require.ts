// What `require` gives: the function itself, as that of express-session does. All else hangs on it.
export { session as default } from "./express-session.js";

/**
 * Answers the errors of @sess. Express by itself prints an error together with its cause. That is the database driver's, which
 * may quote the command with its arguments; the stack names the place and quotes nothing.
 *
 * @type {import("express").ErrorRequestHandler}
 */
export const answerError = (error, _req, res, next) => {
  if (error?.name !== "SessionError") return next(error);
  const { status, message, stack } = error;
  if (status >= 500) console.error(stack);
  if (res.headersSent) return void res.destroy();
  return void res.status(status).send(status >= 500 ? "Something went wrong. Try again later." : message);
};

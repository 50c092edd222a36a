const told = new Set<string>();

/** Tells the developer, once a process. */
export function warnOnce(message: string): void {
  if (told.has(message)) return;
  told.add(message);
  process.emitWarning(message, { type: "SessionWarning", code: "SESS_EXPRESS_SESSION" });
}

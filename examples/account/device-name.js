import Bowser from "bowser";

const unknown = "Unknown device";

/**
 * What a browser says of itself, in words for its user: "Firefox on Linux". It may be a lie, and is for show alone.
 *
 * @param {string | undefined} userAgent
 */
export function deviceName(userAgent) {
  const { browser, os } = Bowser.parse(userAgent || unknown);
  if (!browser.name) return unknown;
  return os.name ? `${browser.name} on ${os.name}` : browser.name;
}

/** @param {import("@sess/core").ListedSession} session */
export function nameOf({ label = unknown }) {
  return label;
}

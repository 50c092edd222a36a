import { vi } from "vitest";

const now = Date.now.bind(Date);

/**
 * Sets the clock of the app, which runs in this process, to so many seconds from now. Restoring the mocks puts it back.
 *
 * @param {number} seconds
 */
export function later(seconds) {
  vi.spyOn(Date, "now").mockImplementation(() => now() + seconds * 1000);
}

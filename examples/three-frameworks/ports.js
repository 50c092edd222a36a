/** Which port each framework listens on. @type {Map<string, number>} */
export const ports = new Map();

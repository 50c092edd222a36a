import express5 from "express";
import express4 from "express4";

export type Express = typeof express5;

/** For `describe.each`: what is promised holds on both. */
export const versions: [name: string, express: Express][] = [
  ["Express 5", express5],
  ["Express 4", express4],
];

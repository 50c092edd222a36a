import { html } from "@remix-run/html-template";

/** @param {Date | undefined} date */
export function time(date) {
  return date ? html`<time datetime="${date.toISOString()}">${inFull(date)}</time>` : "never";
}

const words = new Intl.RelativeTimeFormat("en", { numeric: "always" });

/** @type {[unit: Intl.RelativeTimeFormatUnit, seconds: number][]} */
const units = [
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
];

/** "3 minutes ago". @param {Date} date */
export function ago(date) {
  const seconds = (Date.now() - date.getTime()) / 1000;
  const [unit, length] = units.find(([, length]) => seconds >= length) ?? [];
  const text = unit && length ? words.format(-Math.floor(seconds / length), unit) : "just now";
  return html`<time datetime="${date.toISOString()}" title="${inFull(date)}">${text}</time>`;
}

/** @param {Date} date */
function inFull(date) {
  return `${date.toLocaleString("en-GB", { dateStyle: "long", timeStyle: "medium", timeZone: "UTC" })} UTC`;
}

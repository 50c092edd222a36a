// What the rounds come to.
import { differences, medianOf, quantileOf, summaryOf } from "../report/statistics.js";

/**
 * @typedef {object} Figures
 * @property {number} cpu microseconds of the process a request
 * @property {{ median: number, low: number, high: number }} added more than bare, in the same round
 * @property {number} ratio to bare, in the same round
 * @property {number} redisCpu
 * @property {Record<string, number>} commands
 */

/** @returns {Record<string, Record<string, Figures>>} by workload, then by contestant */
export function figuresOf(samples) {
  return mapValues(samples, (byName) => mapValues(byName, (own) => figures(own, byName.bare.cpu)));
}

function figures({ cpu, redisCpu, commands }, bare) {
  return {
    cpu: medianOf(cpu),
    added: summaryOf(differences(cpu, bare)),
    ratio: medianOf(cpu.map((own, round) => own / bare[round])),
    redisCpu: medianOf(redisCpu),
    commands,
  };
}

/** How far bare is from itself: in three rounds of four, over all workloads, no further than this. */
export function noiseOf(samples) {
  const apart = Object.values(samples).flatMap((byName) =>
    differences(byName["bare again"].cpu, byName.bare.cpu),
  );
  return quantileOf(apart.map(Math.abs), 0.75);
}

const mapValues = (object, change) =>
  Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));

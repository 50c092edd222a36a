import { workloads } from "./workloads.js";

const micros = (number) => number.toFixed(1);

/** @returns {import("../report/markdown.js").Table[]} */
export function tablesOf(framework, figures, noise) {
  const names = [...new Set(Object.values(figures).flatMap(Object.keys))];
  const added = (workload, name) => figures[workload][name]?.added.median;
  const overview = {
    title: `${framework}: CPU added`,
    text: `Microseconds of the server's process a request, more than bare in the same round. Noise: ${micros(noise)}.`,
    columns: ["", ...Object.keys(figures)],
    rows: names.map((name) => [
      name,
      ...Object.keys(figures).map((workload) =>
        added(workload, name) === undefined ? "" : micros(added(workload, name)),
      ),
    ]),
  };
  return [overview, ...Object.entries(figures).map((entry) => tableOf(framework, ...entry))];
}

function tableOf(framework, workload, byName) {
  return {
    title: `${framework}: ${workloads[workload].title}`,
    columns: ["", "CPU, µs", "x bare", "added, µs", "middle half", "Redis CPU, µs", "Redis commands"],
    rows: Object.entries(byName).map(([name, { cpu, ratio, added, redisCpu, commands }]) => {
      const sent = Object.entries(commands).map(
        ([command, count]) => `${Number(count.toFixed(2))} ${command}`,
      );
      return [
        name,
        micros(cpu),
        ratio.toFixed(2),
        micros(added.median),
        `${micros(added.low)} to ${micros(added.high)}`,
        sent.length === 0 ? "" : micros(redisCpu),
        sent.join(" + "),
      ];
    }),
  };
}

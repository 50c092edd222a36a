import { workloads } from "./workloads.js";

/** What a visitor of the repository asks first. */
const ASKED = ["read", "write", "forged", "anonymous"];

/**
 * The whole CPU time of a request, and not what is added: that may be less than the noise, and a bar cannot show it.
 * @returns {import("../report/chart.js").Chart[]}
 */
export function chartsOf(framework, figures) {
  const panels = ASKED.filter((workload) => workload in figures).map((workload) => {
    const { bare, ...others } = figures[workload];
    return {
      title: workloads[workload].title,
      bars: Object.entries(others)
        .filter(([name]) => name !== "bare again")
        .map(([name, { cpu }]) => ({ name, value: cpu, ours: name.startsWith("@sess") }))
        .sort((one, other) => one.value - other.value),
      line: { name: "bare", value: bare.cpu },
    };
  });
  return [
    { name: `http-${framework}`, title: `CPU time of the server for a request in µs, ${framework}`, panels },
  ];
}

/**
 * What several runs came to, as if it were one. Each has the same contestants and workloads.
 * @param {Record<string, Record<string, import("./rounds.js").Samples>>[]} runs by workload, then by contestant
 */
export function joined(runs) {
  return mapValues(runs[0], (byName, workload) =>
    mapValues(byName, ({ commands }, name) => {
      const all = runs.map((run) => run[workload][name]);
      return {
        cpu: all.flatMap(({ cpu }) => cpu),
        redisCpu: all.flatMap(({ redisCpu }) => redisCpu),
        commands,
      };
    }),
  );
}

const mapValues = (object, change) =>
  Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value, key)]));

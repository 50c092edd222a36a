/** Whether a framework shows a behaviour, by behaviour and framework. */
export type Results = Map<string, Map<string, boolean>>;

/** The results as a page: a row for each behaviour, a column for each framework. */
export function tableOf(results: Results, frameworks: readonly string[]): string {
  const rows = [...results].map(([name, shown]) => [
    name.replaceAll("|", "\\|"),
    ...frameworks.map((framework) => (shown.get(framework) === true ? "yes" : "**no**")),
  ]);
  const lines = [["behaviour", ...frameworks], ["---", ...frameworks.map(() => "---")], ...rows];
  return `# One behaviour in every framework

Each row is a case of the [adapter suite](../packages/conformance/README.md), run over a real socket on the memory store. This page is
written by the test run that compares it: \`npx -y pnpm@12.21.0 exec vitest run --project behaviours\`.

${lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n")}
`;
}

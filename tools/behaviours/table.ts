/** Whether a framework shows a behaviour, by behaviour and framework; nothing where the row does not apply. */
export type Results = Map<string, Map<string, boolean>>;

const WORDS: Readonly<Record<string, string>> = { true: "yes", false: "**no**", undefined: "–" };

/** The results as a page: a row for each behaviour, a column for each framework. */
export function tableOf(results: Results, frameworks: readonly string[]): string {
  const rows = [...results].map(([name, shown]) => [
    name.replaceAll("|", "\\|"),
    ...frameworks.map((framework) => WORDS[String(shown.get(framework))]),
  ]);
  const lines = [["behaviour", ...frameworks], ["---", ...frameworks.map(() => "---")], ...rows];
  return `# One behaviour in every framework

Each row is a case of the [adapter suite](../packages/conformance/README.md), run over a real socket on the memory store. This page is
written by the test run that compares it: \`npx -y pnpm@12.21.0 exec vitest run --project behaviours\`. A dash: the row does not apply, for the reason in
[tools/fetch/cases.ts](../tools/fetch/cases.ts). fetch and Hono run with \`saveAtEnd\`.

${lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n")}
`;
}

import { markdownTable } from "markdown-table";

/**
 * @typedef {object} Table
 * @property {string} title
 * @property {string} [text] what to know of it
 * @property {string[]} columns the first one names the row
 * @property {(string | number)[][]} rows
 */

/** @typedef {import("./bars.js").Bar} Bar */

/** @param {{ title: string, text: string, machine: object, tables: Table[], bars: Bar[] }} report */
export function markdownOf({ title, text, machine, tables, bars }) {
  const parts = [`# ${title}`, text, machineTable(machine)];
  if (bars.length > 0) parts.push("## Bars", barTable(bars));
  for (const table of tables) {
    parts.push(`## ${table.title}`);
    if (table.text) parts.push(table.text);
    parts.push(tableOf(table.columns, table.rows));
  }
  return `${parts.join("\n\n")}\n`;
}

export function tableOf(columns, rows) {
  const align = columns.map((_, i) => (i === 0 ? "l" : "r"));
  return markdownTable([columns, ...rows.map((row) => row.map(String))], { align });
}

export const barTable = (bars) =>
  tableOf(
    ["bar", "where", "at most", "value", "verdict"],
    bars.map(({ bar, where, limit, value, detail, verdict }) => [
      bar,
      where,
      limit,
      detail ? `${value} (${detail})` : value,
      verdict,
    ]),
  );

const machineTable = (machine) =>
  tableOf(
    ["", ""],
    Object.entries(machine).map(([name, value]) => [name, value]),
  );

// Pictures of figures, as SVG: bars by contestant, in panels, one for each question.
import { BarChart } from "echarts/charts";
import { GridComponent, MarkLineComponent, TitleComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

use([BarChart, GridComponent, MarkLineComponent, TitleComponent, SVGRenderer]);

/**
 * @typedef {object} Chart
 * @property {string} name of the file, without its ending
 * @property {string} title
 * @property {Panel[]} panels
 */

/**
 * @typedef {object} Panel
 * @property {string} title
 * @property {{ name: string, value: number, ours: boolean }[]} bars
 * @property {{ name: string, value: number }} [line] what all bars are to be compared with
 */

const WIDTH = 760;
const LABELS = 250;
const ROW = 24;
/** Above a panel stands its title. */
const [ABOVE, BELOW] = [44, 10];
const HEAD = 36;
const INK = "#1f2933";
const COLOURS = { ours: "#0b7a75", peer: "#b8c4ce" };

/** @param {Chart} chart @returns {string} */
export function svgOf({ title, panels }) {
  const grids = placed(panels);
  const height = grids.at(-1).top + grids.at(-1).height + BELOW;
  const drawing = init(null, null, { renderer: "svg", ssr: true, width: WIDTH, height });
  const most = Math.max(...panels.flatMap(({ bars }) => bars.map(({ value }) => value)));
  drawing.setOption({
    animation: false,
    backgroundColor: "#ffffff",
    textStyle: { fontFamily: "system-ui, sans-serif", color: INK },
    title: [
      { text: title, left: 12, top: 10, textStyle: { fontSize: 16, color: INK } },
      ...panels.map((panel, index) => ({
        text: panel.title,
        left: 12,
        top: grids[index].top - 28,
        textStyle: { fontSize: 13, fontWeight: "normal", color: INK },
      })),
    ],
    grid: grids,
    // One scale for all of them: a panel with short bars is a cheap thing. Each bar says its value itself.
    xAxis: panels.map((_, gridIndex) => ({ gridIndex, type: "value", max: most, show: false })),
    yAxis: panels.map(({ bars }, gridIndex) => ({
      gridIndex,
      type: "category",
      inverse: true,
      data: bars.map(({ name }) => name),
      axisTick: { show: false },
      axisLabel: { color: INK, width: LABELS - 20, interval: 0 },
    })),
    series: panels.map(({ bars, line }, index) => ({
      type: "bar",
      xAxisIndex: index,
      yAxisIndex: index,
      barWidth: ROW - 8,
      data: bars.map(({ value, ours }) => ({
        value,
        itemStyle: { color: ours ? COLOURS.ours : COLOURS.peer },
      })),
      label: { show: true, position: "right", formatter: ({ value }) => value.toFixed(0), color: INK },
      ...(line && { markLine: markLineOf(line) }),
    })),
  });
  const svg = drawing.renderToSVGString();
  drawing.dispose();
  return `${svg}\n`;
}

function placed(panels) {
  let below = HEAD;
  return panels.map(({ bars }) => {
    const top = below + ABOVE;
    const height = bars.length * ROW;
    below = top + height + BELOW;
    return { left: LABELS, right: 70, top, height };
  });
}

function markLineOf({ name, value }) {
  return {
    silent: true,
    symbol: "none",
    lineStyle: { color: INK, type: "dashed" },
    label: { formatter: name, position: "start", color: INK },
    data: [{ xAxis: value }],
  };
}

import { BarChart, LineChart, ScatterChart } from "echarts/charts";
import { AriaComponent, GridComponent, TooltipComponent } from "echarts/components";
import * as echarts from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

echarts.use([LineChart, BarChart, ScatterChart, GridComponent, TooltipComponent, AriaComponent, SVGRenderer]);

const TEAL = "#0f766e";
const INK = "#57605c";
const HAIR = "#e7e4db";
const FONT = getComputedStyle(document.body).fontFamily;

// Markets keep Shanghai's time, wherever the screen hangs.
const shanghai = new Intl.DateTimeFormat("zh-CN", {
  timeZone: "Asia/Shanghai",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
});
const hour = (at) => shanghai.format(new Date(at));

const axes = () => ({
  animation: false,
  aria: { enabled: true },
  textStyle: { fontFamily: FONT, color: INK },
  grid: { left: 8, right: 12, top: 12, bottom: 4, containLabel: true },
  tooltip: {
    trigger: "axis",
    transitionDuration: 0,
    backgroundColor: "#fff",
    borderColor: HAIR,
    formatter: (shown) => [shown].flat().map(({ value }) => `${hour(value[0])} · <b>${value[1]}</b>`).join("<br>"),
  },
  xAxis: {
    type: "time",
    axisLine: { lineStyle: { color: HAIR } },
    axisTick: { show: false },
    axisLabel: { color: INK, hideOverlap: true, formatter: hour },
    splitLine: { show: false },
  },
  yAxis: {
    type: "value",
    min: 0,
    minInterval: 1,
    splitNumber: 3,
    axisLabel: { color: INK },
    splitLine: { lineStyle: { color: HAIR } },
  },
});

const kinds = {
  // Weighings of each minute of the last hour.
  minutes: (points, words) => ({
    ...axes(),
    series: [
      {
        name: words.series,
        type: "line",
        data: points,
        showSymbol: false,
        smooth: 0.25,
        lineStyle: { color: TEAL, width: 2 },
        itemStyle: { color: TEAL },
        areaStyle: {
          color: new echarts.graphic.LinearGradient(0, 0, 0, 1, [
            { offset: 0, color: "rgba(15,118,110,0.22)" },
            { offset: 1, color: "rgba(15,118,110,0.01)" },
          ]),
        },
      },
    ],
  }),
  // Each sale of one scale on one day: when, and how much.
  sales: (points, words) => {
    const option = axes();
    option.tooltip = { ...option.tooltip, trigger: "item" };
    option.yAxis = { ...option.yAxis, minInterval: 0, axisLabel: { color: INK, formatter: "{value} kg" } };
    option.series = [
      { name: words.series, type: "scatter", data: points, symbolSize: 5, itemStyle: { color: TEAL, opacity: 0.55 } },
    ];
    return option;
  },
};

const drawn = new WeakMap();

export function paint(box, points) {
  let chart = drawn.get(box);
  if (!chart) {
    chart = echarts.init(box, null, { renderer: "svg" });
    drawn.set(box, chart);
    new ResizeObserver(() => chart.resize()).observe(box);
  }
  chart.setOption(kinds[box.dataset.chart](points, box.dataset));
}

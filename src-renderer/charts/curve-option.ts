import type { EChartsCoreOption } from 'echarts/core';

export interface PlotPalette {
  readonly line: string;
  readonly faint: string;
  readonly text: string;
  readonly mark: string;
  readonly surface: string;
}

/** A point of a curve over the unit square, with the threshold it belongs to. */
export interface CurvePoint {
  readonly x: number;
  readonly y: number;
  /** Infinity where nothing is flagged. */
  readonly threshold: number;
}

export interface CurveInput {
  readonly points: readonly CurvePoint[];
  /** Where the threshold in force stands; null when it cannot be placed. */
  readonly at: { readonly x: number; readonly y: number } | null;
  /** What guessing gives: from its first to its second point. */
  readonly chance: readonly [readonly [number, number], readonly [number, number]];
  readonly xName: string;
  readonly yName: string;
  readonly palette: PlotPalette;
}

/** A curve over [0, 1] x [0, 1]: the line, what guessing gives, and a dot at the threshold. Exact values in the hint. */
export function curveOption(input: CurveInput): EChartsCoreOption {
  const { points, at, chance, xName, yName, palette } = input;
  const axis = (name: string) => ({
    type: 'value' as const,
    min: 0,
    max: 1,
    interval: 0.5,
    name,
    nameLocation: 'middle' as const,
    nameTextStyle: { color: palette.text, fontSize: 11 },
    axisLabel: { color: palette.text, fontSize: 11, formatter: (value: number) => `${Math.round(value * 100)} %` },
    axisLine: { show: true, lineStyle: { color: palette.faint } },
    axisTick: { show: false },
    splitLine: { show: false },
  });
  return {
    animation: false,
    grid: { left: 52, right: 16, top: 10, bottom: 40 },
    xAxis: { ...axis(xName), nameGap: 24 },
    yAxis: { ...axis(yName), nameGap: 38 },
    tooltip: {
      trigger: 'item',
      // Rich text is drawn on the canvas: markup would bring inline styles, which the page's policy forbids.
      renderMode: 'richText',
      backgroundColor: palette.surface,
      borderColor: palette.faint,
      textStyle: { color: palette.text, fontSize: 11 },
      formatter: ({ data }: { data: readonly number[] }) => curveHint(data, xName, yName),
    },
    series: [
      {
        type: 'line',
        data: chance.map((point) => [...point]),
        silent: true,
        symbol: 'none',
        lineStyle: { color: palette.faint, width: 1, type: 'dashed' },
      },
      {
        type: 'line',
        data: points.map((point) => [point.x, point.y, point.threshold]),
        // Small symbols carry the hints; the line itself takes no pointer.
        symbol: 'circle',
        symbolSize: 5,
        showSymbol: true,
        itemStyle: { color: palette.line, opacity: 0 },
        emphasis: { itemStyle: { opacity: 1 } },
        lineStyle: { color: palette.line, width: 2 },
      },
      {
        type: 'line',
        data: at === null ? [] : [[at.x, at.y]],
        silent: true,
        symbol: 'circle',
        symbolSize: 10,
        itemStyle: { color: palette.mark, borderColor: palette.surface, borderWidth: 2 },
        z: 5,
      },
    ],
  };
}

function curveHint(data: readonly number[], xName: string, yName: string): string {
  const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
  const [x = 0, y = 0, threshold = Number.NaN] = data;
  const at = Number.isFinite(threshold) ? `threshold ${threshold.toFixed(3)}` : 'nothing flagged';
  return `${at}\n${xName} ${percent(x)}\n${yName} ${percent(y)}`;
}

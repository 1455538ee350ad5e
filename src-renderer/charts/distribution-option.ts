import type { EChartsCoreOption } from 'echarts/core';
import type { PlotPalette } from './curve-option.ts';

export interface DistributionInput {
  /** Shares 0..1 in equal bins over [0, 1]: what is looked at. */
  readonly bins: readonly number[];
  /** The same bins of the training, drawn as an outline; null when there is none to compare with. */
  readonly reference: readonly number[] | null;
  /** Null when none is in force. */
  readonly threshold: number | null;
  readonly palette: PlotPalette;
}

/** Shares of scores in equal bins; each series sums to 1. NaN scores are left out; 1 lies in the last bin. */
export function binShares(scores: ArrayLike<number>, bins: number): number[] {
  const counts = Array.from({ length: bins }, () => 0);
  let total = 0;
  for (let i = 0; i < scores.length; i++) {
    const score = scores[i] ?? Number.NaN;
    if (Number.isNaN(score)) continue;
    const bin = Math.min(bins - 1, Math.max(0, Math.floor(score * bins)));
    counts[bin] = (counts[bin] ?? 0) + 1;
    total += 1;
  }
  return total === 0 ? counts : counts.map((count) => count / total);
}

/** Counts a bin as shares of their sum; all zero when it is. */
export function sharesOf(counts: readonly number[]): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => (total === 0 ? 0 : count / total));
}

/**
 * A distribution of scores as bars over [0, 1], the training's as an outline, the threshold as a line.
 * The count axis is a root: alarms are few, and would not be seen beside the usual units on a plain one.
 */
export function distributionOption(input: DistributionInput): EChartsCoreOption {
  const { bins, reference, threshold, palette } = input;
  const width = 1 / bins.length;
  const height = (share: number) => Math.sqrt(share);
  const outline = (reference ?? []).flatMap((share, bin) => [
    [bin * width, height(share)],
    [(bin + 1) * width, height(share)],
  ]);
  return {
    animation: false,
    grid: { left: 52, right: 16, top: 10, bottom: 40 },
    xAxis: {
      type: 'value',
      min: 0,
      max: 1,
      interval: 0.25,
      name: 'score',
      nameLocation: 'middle',
      nameGap: 24,
      nameTextStyle: { color: palette.text, fontSize: 11 },
      axisLabel: { color: palette.text, fontSize: 11 },
      axisLine: { lineStyle: { color: palette.faint } },
      axisTick: { show: false },
      splitLine: { show: false },
    },
    yAxis: {
      type: 'value',
      min: 0,
      max: 1,
      interval: 0.5,
      name: 'share of units',
      nameLocation: 'middle',
      nameGap: 38,
      nameTextStyle: { color: palette.text, fontSize: 11 },
      axisLabel: {
        color: palette.text,
        fontSize: 11,
        formatter: (value: number) => `${Math.round(value * value * 100)} %`,
      },
      splitLine: { show: false },
    },
    series: [
      {
        type: 'custom',
        silent: true,
        data: bins.map((share, bin) => [bin * width, (bin + 1) * width, height(share)]),
        renderItem: (_params: unknown, api: RenderApi) => {
          const [x0, y0] = api.coord([api.value(0), 0]);
          const [x1, y1] = api.coord([api.value(1), api.value(2)]);
          const left = Math.round(x0);
          return {
            type: 'rect',
            shape: { x: left, y: y1, width: Math.max(1, Math.round(x1) - left - 1), height: y0 - y1 },
            style: { fill: api.value(0) >= (threshold ?? 2) ? palette.mark : palette.line },
          };
        },
      },
      {
        type: 'line',
        data: outline,
        silent: true,
        symbol: 'none',
        lineStyle: { color: palette.text, width: 1.5 },
        z: 4,
      },
      {
        type: 'line',
        data:
          threshold === null
            ? []
            : [
                [threshold, 0],
                [threshold, 1],
              ],
        silent: true,
        symbol: 'none',
        lineStyle: { color: palette.mark, width: 1, type: 'dashed' },
        z: 5,
      },
    ],
  };
}

interface RenderApi {
  coord(point: readonly [number, number]): [number, number];
  value(dimension: number): number;
}

import type { EChartsCoreOption } from 'echarts/core';
import type { TimeDomain } from './time-scale.ts';

export interface CountsPalette {
  /** One colour a severity band, 0..6. */
  readonly bands: readonly string[];
  readonly ghost: string;
}

export interface CountsInput {
  readonly startMs: Float64Array;
  readonly endMs: Float64Array;
  readonly bands: readonly Float64Array[];
  /** Counts without the filter, drawn faint behind; null when nothing is filtered. */
  readonly ghost: Float64Array | null;
  readonly domain: TimeDomain;
  readonly left: number;
  readonly width: number;
  readonly height: number;
  readonly palette: CountsPalette;
  readonly maxCount: number;
}

/** Order of the stack from the axis up: the worst sits at the bottom, where a small count is still seen. */
const STACK_ORDER: readonly number[] = [6, 5, 4, 3, 2, 1, 0];

/** Stacked counts by severity over time, as echarts custom rectangles: exact bucket edges, no animation. */
export function countsOption(input: CountsInput): EChartsCoreOption {
  const { domain, left, width, palette, maxCount } = input;
  return {
    animation: false,
    grid: { left, top: 0, width, height: input.height, containLabel: false },
    xAxis: { type: 'value', min: domain.startMs, max: domain.endMs, show: false },
    yAxis: { type: 'value', min: 0, max: Math.max(1, maxCount), show: false },
    series: [
      {
        type: 'custom',
        silent: true,
        clip: true,
        dimensions: ['start', 'end', 'from', 'to', 'band'],
        encode: { x: ['start', 'end'], y: ['from', 'to'] },
        data: stackRows(input),
        renderItem: (_params: unknown, api: RenderApi) => {
          const [x0, y0] = api.coord([api.value(0), api.value(2)]);
          const [x1, y1] = api.coord([api.value(1), api.value(3)]);
          const band = api.value(4);
          // Whole pixels: bars between them would get blurred edges and gaps of changing width.
          const left = Math.round(x0);
          const span = Math.round(x1) - left;
          const barWidth = Math.max(1, span - (span > 3 ? 1 : 0));
          const barHeight = Math.max(band < 0 ? 0 : 1, y0 - y1);
          return {
            type: 'rect',
            shape: { x: left, y: y0 - barHeight, width: barWidth, height: barHeight },
            style: { fill: band < 0 ? palette.ghost : palette.bands[band] },
          };
        },
      },
    ],
  };
}

interface RenderApi {
  coord(point: readonly [number, number]): [number, number];
  value(dimension: number): number;
}

/** Rows `[start, end, from, to, band]`; band -1 is the unfiltered ghost behind. Empty cells give no row. */
export function stackRows(input: Pick<CountsInput, 'startMs' | 'endMs' | 'bands' | 'ghost'>): number[][] {
  const rows: number[][] = [];
  const { startMs, endMs, bands, ghost } = input;
  for (let i = 0; i < startMs.length; i++) {
    const start = startMs[i] ?? 0;
    const end = endMs[i] ?? 0;
    const behind = ghost?.[i] ?? 0;
    if (behind > 0) rows.push([start, end, 0, behind, -1]);
    let top = 0;
    for (const band of STACK_ORDER) {
      const count = bands[band]?.[i] ?? 0;
      if (count <= 0) continue;
      rows.push([start, end, top, top + count, band]);
      top += count;
    }
  }
  return rows;
}

/** Events of every bucket over all bands. */
export function bucketTotals(bands: readonly Float64Array[]): Float64Array {
  const totals = new Float64Array(bands[0]?.length ?? 0);
  for (const band of bands) for (let i = 0; i < totals.length; i++) totals[i] = (totals[i] ?? 0) + (band[i] ?? 0);
  return totals;
}

/** A round number at or above the largest count: the top of the axis. */
export function niceMax(largest: number): number {
  if (largest <= 1) return 1;
  const power = 10 ** Math.floor(Math.log10(largest));
  return ([1, 1.5, 2, 3, 4, 5, 6, 8, 10].find((step) => step * power >= largest) ?? 10) * power;
}

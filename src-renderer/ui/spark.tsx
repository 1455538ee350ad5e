import { memo } from 'react';

interface SparkProps {
  readonly values: ArrayLike<number>;
  readonly width: number;
  readonly height: number;
  readonly label: string;
  /** Bars in the anomaly colour: first inclusive, last exclusive. */
  readonly marked?: { readonly from: number; readonly to: number };
}

/** Small bars without axes: one path, so a table of them stays cheap. Zero shows nothing, any count at least 1 px. */
export const Spark = memo(function Spark(props: SparkProps) {
  const { values, width, height, label, marked = NONE } = props;
  const isMarked = (bar: number) => bar >= marked.from && bar < marked.to;
  return (
    <svg width={width} height={height} role="img" aria-label={label} style={{ display: 'block', flex: 'none' }}>
      <path d={sparkPath(values, width, height, (bar) => !isMarked(bar))} fill="var(--ls-sev-3)" />
      {marked.to > marked.from && <path d={sparkPath(values, width, height, isMarked)} fill="var(--ls-anomaly)" />}
    </svg>
  );
});

const NONE = { from: 0, to: 0 };

/**
 * Bars from the bottom edge, scaled to the largest of all values; missing (NaN), zero and negative ones draw nothing.
 * @param keep Which bars to draw, by their place.
 */
export function sparkPath(
  values: ArrayLike<number>,
  width: number,
  height: number,
  keep: (bar: number) => boolean = () => true,
): string {
  let most = 0;
  for (let i = 0; i < values.length; i++) if ((values[i] ?? 0) > most) most = values[i] ?? 0;
  if (most <= 0) return '';
  const step = width / values.length;
  const bar = Math.max(0.75, step - (step > 3 ? 1 : 0.25));
  let path = '';
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? 0;
    if (!(value > 0) || !keep(i)) continue;
    const size = Math.max(1, (value / most) * height);
    path += `M${(i * step).toFixed(2)} ${height}v${(-size).toFixed(2)}h${bar.toFixed(2)}v${size.toFixed(2)}z`;
  }
  return path;
}

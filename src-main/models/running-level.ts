/**
 * A slow level under a series: the median of each stretch, joined by straight lines.
 * Medians ignore incidents shorter than half of `span`; stretches overlap by half so that a level follows a ramp.
 * @param values One a window; NaN = no evidence there.
 * @param span Windows a stretch covers, at least 3.
 * @returns One level a window; the overall median where nothing is known, NaN when all values are NaN.
 */
export function runningMedian(values: Float64Array, span: number): Float64Array {
  const n = values.length;
  const step = Math.max(1, span >> 2);
  const half = Math.max(1, span >> 1);
  const level = new Float64Array(n);
  const buffer = new Float64Array(2 * half + 1);
  let previousAt = -1;
  let previous = Number.NaN;
  for (let center = 0; ; center = Math.min(n - 1, center + step)) {
    const from = Math.max(0, Math.min(center - half, n - 2 * half - 1));
    const current = medianBetween(values, from, Math.min(n, Math.max(center + half + 1, 2 * half + 1)), buffer);
    joinLine(level, previousAt, previous, center, current);
    if (!Number.isNaN(current)) {
      previousAt = center;
      previous = current;
    }
    if (center >= n - 1) break;
  }
  if (previousAt >= 0) level.fill(previous, previousAt);
  else level.fill(Number.NaN);
  return level;
}

/** Fills (fromAt, toAt] with the line between two levels; before the first known one with that level. */
function joinLine(level: Float64Array, fromAt: number, from: number, toAt: number, to: number): void {
  if (Number.isNaN(to)) return;
  if (fromAt < 0) {
    level.fill(to, 0, toAt + 1);
    return;
  }
  const slope = (to - from) / Math.max(1, toAt - fromAt);
  for (let i = fromAt + 1; i <= toAt; i++) level[i] = from + (i - fromAt) * slope;
}

function medianBetween(values: Float64Array, from: number, to: number, buffer: Float64Array): number {
  let used = 0;
  for (let i = from; i < to && used < buffer.length; i++) {
    const value = values[i]!;
    if (value === value) buffer[used++] = value;
  }
  if (used === 0) return Number.NaN;
  const sorted = buffer.subarray(0, used).sort();
  return used % 2 === 1 ? sorted[used >> 1]! : (sorted[(used >> 1) - 1]! + sorted[used >> 1]!) / 2;
}

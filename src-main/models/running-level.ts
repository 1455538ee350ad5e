import { medianOf } from './order-statistics.ts';

/**
 * A slow level under a series: the median of each stretch, joined by straight lines.
 * Medians ignore incidents shorter than half of `span`; stretches overlap, so that a level follows a ramp. At both ends,
 * where no stretch is centred, the line through the medians of the outer two half stretches goes on.
 * @param values One a window; NaN = no evidence there.
 * @param span Windows a stretch covers, at least 3.
 * @returns One level a window; NaN when all values are NaN.
 */
export function runningMedian(values: Float64Array, span: number): Float64Array {
  const n = values.length;
  const half = Math.max(1, span >> 1);
  const level = new Float64Array(n);
  const line = new LevelLine(level);
  const median = new StretchMedian(values, 2 * half + 1);
  if (n <= 2 * half + 1) {
    level.fill(median.between(0, n));
    return level;
  }
  const step = Math.max(1, span >> 2);
  line.add(0, edgeLevel(median, 0, half, 1));
  for (let center = half; center < n - 1 - half; center += step) {
    line.add(center, median.between(center - half, center + half + 1));
  }
  line.add(n - 1 - half, median.between(n - 1 - 2 * half, n));
  line.add(n - 1, edgeLevel(median, n - 1, half, -1));
  line.finish();
  return level;
}

/** Level at an end: from the medians of the nearest two half stretches, `inwards` being +1 at the start. */
function edgeLevel(median: StretchMedian, at: number, half: number, inwards: 1 | -1): number {
  const near = inwards === 1 ? median.between(0, half) : median.between(at - half + 1, at + 1);
  const far = inwards === 1 ? median.between(half, 2 * half) : median.between(at - 2 * half + 1, at - half + 1);
  if (Number.isNaN(far) || Number.isNaN(near)) return near;
  return near + (near - far) / 2;
}

/** Fills a level with the straight lines between known points; unknown points are bridged. */
class LevelLine {
  private readonly level: Float64Array;
  private lastAt = -1;
  private last = Number.NaN;

  constructor(level: Float64Array) {
    this.level = level;
  }

  /** Points come in ascending order; the first one also holds for the windows before it. */
  add(at: number, value: number): void {
    if (Number.isNaN(value)) return;
    const { level, lastAt, last } = this;
    if (lastAt < 0) level.fill(value, 0, at + 1);
    else for (let i = lastAt + 1; i <= at; i++) level[i] = last + ((i - lastAt) * (value - last)) / (at - lastAt);
    this.lastAt = at;
    this.last = value;
  }

  finish(): void {
    this.level.fill(this.last, Math.max(0, this.lastAt));
  }
}

/** Medians of stretches of one series, NaN left out; one buffer for all. */
class StretchMedian {
  private readonly values: Float64Array;
  private readonly buffer: Float64Array;

  constructor(values: Float64Array, longest: number) {
    this.values = values;
    this.buffer = new Float64Array(longest);
  }

  /** Of [from, to); NaN when nothing is known there. */
  between(from: number, to: number): number {
    const { values, buffer } = this;
    let used = 0;
    for (let i = Math.max(0, from); i < to && used < buffer.length; i++) {
      const value = values[i]!;
      if (value === value) buffer[used++] = value;
    }
    return medianOf(buffer.subarray(0, used));
  }
}

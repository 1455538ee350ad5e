/**
 * How far out each row of a numeric table lies: for every column the -log10 of the share of rows at least as extreme,
 * summed over the columns on the low side, the high side, and the side each column's skew points to; the largest sum
 * counts, divided by the number of columns.
 * @param data Row-major, shape [rowCount, width], finite.
 * @returns Raw scores, shape [rowCount], higher is more anomalous; parameter-free and deterministic.
 * Source: Li et al., "ECOD", IEEE TKDE 2022. Deviation: base-10 logarithm and division by the number of columns.
 */
export function scoreColumnTails(data: Float32Array, width: number): Float64Array {
  const rowCount = width === 0 ? 0 : data.length / width;
  const low = new Float64Array(rowCount);
  const high = new Float64Array(rowCount);
  const skewed = new Float64Array(rowCount);
  const values = new Float32Array(rowCount);
  for (let column = 0; column < width; column++) {
    for (let row = 0; row < rowCount; row++) values[row] = data[row * width + column] ?? 0;
    addTails(values, { low, high, skewed });
  }
  return low.map((sum, row) => Math.max(sum, high[row] ?? 0, skewed[row] ?? 0) / Math.max(1, width));
}

interface TailSums {
  readonly low: Float64Array;
  readonly high: Float64Array;
  readonly skewed: Float64Array;
}

function addTails(values: Float32Array, sums: TailSums): void {
  const n = values.length;
  const ascending = Float32Array.from(values).sort();
  const isLeftSkewed = skewness(values) < 0;
  for (let row = 0; row < n; row++) {
    const value = values[row] ?? 0;
    const low = -Math.log10(countAtMost(ascending, value) / n);
    const high = -Math.log10((n - countBelow(ascending, value)) / n);
    sums.low[row] = (sums.low[row] ?? 0) + low;
    sums.high[row] = (sums.high[row] ?? 0) + high;
    sums.skewed[row] = (sums.skewed[row] ?? 0) + (isLeftSkewed ? low : high);
  }
}

function skewness(values: Float32Array): number {
  let mean = 0;
  for (const value of values) mean += value / values.length;
  let cubes = 0;
  for (const value of values) cubes += (value - mean) ** 3;
  return cubes;
}

/** Values strictly below; binary search. */
function countBelow(ascending: Float32Array, value: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function countAtMost(ascending: Float32Array, value: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? 0) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

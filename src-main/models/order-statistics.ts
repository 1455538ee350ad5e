/** Below this many values a plain insertion beats partitioning. */
const FEW = 12;

/**
 * Quantiles by linear interpolation between order statistics, without sorting all values.
 * @param values Reordered. @param shares Ascending, 0..1. @returns One a share, as of the sorted values (NaN last); NaN for no
 * values. Source: Hoare, "Algorithm 65: FIND", Communications of the ACM 1961.
 */
export function quantilesOf(values: Float64Array, shares: readonly number[]): number[] {
  const n = values.length;
  if (n === 0) return shares.map(() => Number.NaN);
  if (hasNaN(values)) values.sort();
  const quantiles: number[] = [];
  let from = 0;
  for (const share of shares) {
    const at = share * (n - 1);
    const low = Math.floor(at);
    select(values, from, n - 1, low);
    from = low;
    const a = values[low]!;
    quantiles.push(low + 1 < n ? a + (at - low) * (leastOf(values, low + 1) - a) : a);
  }
  return quantiles;
}

/** Median of values, which are reordered; NaN for none. */
export function medianOf(values: Float64Array): number {
  const n = values.length;
  const upper = n >> 1;
  if (n === 0) return Number.NaN;
  if (hasNaN(values)) values.sort();
  select(values, 0, n - 1, upper);
  if (n % 2 === 1) return values[upper]!;
  let lower = values[0]!;
  for (let i = 1; i < upper; i++) if (values[i]! > lower) lower = values[i]!;
  return lower + 0.5 * (values[upper]! - lower);
}

function hasNaN(values: Float64Array): boolean {
  // A sum would overflow to NaN for infinities of both signs, so each one is looked at.
  for (let i = 0; i < values.length; i++) if (values[i] !== values[i]) return true;
  return false;
}

function leastOf(values: Float64Array, from: number): number {
  let least = values[from]!;
  for (let i = from + 1; i < values.length; i++) if (values[i]! < least) least = values[i]!;
  return least;
}

/** Puts the value that belongs there at `k`; smaller ones before it, larger ones behind it, within [left, right]. */
function select(values: Float64Array, first: number, last: number, k: number): void {
  let left = first;
  let right = last;
  while (right - left >= FEW) {
    const pivot = middleOf(values[left]!, values[(left + right) >> 1]!, values[right]!);
    let i = left - 1;
    let j = right + 1;
    for (;;) {
      do i++;
      while (values[i]! < pivot);
      do j--;
      while (values[j]! > pivot);
      if (i >= j) break;
      const swapped = values[i]!;
      values[i] = values[j]!;
      values[j] = swapped;
    }
    if (k <= j) right = j;
    else left = j + 1;
  }
  for (let i = left + 1; i <= right; i++) {
    const value = values[i]!;
    let j = i - 1;
    for (; j >= left && values[j]! > value; j--) values[j + 1] = values[j]!;
    values[j + 1] = value;
  }
}

function middleOf(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}

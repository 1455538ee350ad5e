/** Distinct raw values of the training units and the surprise of each; plain data. */
export interface RarityScale {
  readonly raw: readonly number[];
  readonly surprise: readonly number[];
  /** Surprise of anything beyond the largest value seen. */
  readonly beyond: number;
}

/** Learns surprise = -log10(share of units with at least this raw value): a valid tail probability on the training units. */
export function fitRarity(rawScores: Float64Array): RarityScale {
  const ascending = Float64Array.from(rawScores).sort();
  const n = ascending.length;
  const raw: number[] = [];
  const surprise: number[] = [];
  for (let i = 0; i < n; i++) {
    if (i > 0 && ascending[i] === ascending[i - 1]) continue;
    raw.push(ascending[i]!);
    surprise.push(Math.log10(n / (n - i)));
  }
  return { raw, surprise, beyond: Math.log10(2 * (n + 1)) };
}

/** Surprise of a raw value; between two values seen it is that of the lower one. */
export function rarityOf(scale: RarityScale, value: number): number {
  const { raw } = scale;
  if (raw.length === 0 || value > raw.at(-1)!) return scale.beyond;
  let low = -1;
  let high = raw.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (raw[middle]! <= value) low = middle;
    else high = middle - 1;
  }
  return low < 0 ? 0 : scale.surprise[low]!;
}

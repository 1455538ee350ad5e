/** Ranks of values among thresholds, looked up: the range of the thresholds is cut into places of equal width. */
export interface RankTable {
  /** Place of x: trunc of (x - low) * scale in 32-bit floats, held to 0 .. placeCount - 1. */
  readonly low: number;
  readonly scale: number;
  readonly placeCount: number;
  /** Thresholds within each place, shape [placeCount, PLACE_THRESHOLDS], NaN where there are fewer. */
  readonly thresholds: Float32Array;
  /** Thresholds before each place. */
  readonly ranks: Uint8Array;
}

export const PLACE_THRESHOLDS = 3;
const MAX_PLACES = 2048;
/** Places a threshold to begin with. */
const ROOMY = 2;

/**
 * @param thresholds Ascending, distinct, 1 to 255 of them.
 * @returns Null where they crowd so that some place would hold more than PLACE_THRESHOLDS of them.
 */
export function tabulateRanks(thresholds: Float32Array): RankTable | null {
  const least = 2 ** Math.ceil(Math.log2(ROOMY * thresholds.length));
  for (let placeCount = least; placeCount <= MAX_PLACES; placeCount *= 2) {
    const table = cutInto(placeCount, thresholds);
    if (table !== null) return table;
  }
  return null;
}

function cutInto(placeCount: number, values: Float32Array): RankTable | null {
  const low = values[0]!;
  const range = values.at(-1)! - low;
  const scale = range > 0 ? Math.fround((placeCount - 1) / range) : 0;
  const counts = new Uint8Array(placeCount);
  const thresholds = new Float32Array(placeCount * PLACE_THRESHOLDS).fill(Number.NaN);
  for (const value of values) {
    const place = placeOf(value, low, scale, placeCount);
    const used = counts[place]!++;
    if (used === PLACE_THRESHOLDS) return null;
    thresholds[place * PLACE_THRESHOLDS + used] = value;
  }
  let before = 0;
  const ranks = counts.map((count) => {
    const rank = before;
    before += count;
    return rank;
  });
  return { low, scale, placeCount, thresholds, ranks };
}

/** As the kernel works it out: every step rounded to 32 bits, so that places never go down as values go up. */
function placeOf(value: number, low: number, scale: number, placeCount: number): number {
  const scaled = Math.fround(Math.fround(value - low) * scale);
  // `>` and `<` leave NaN (no width, no end) in the first place.
  return scaled > 0 ? Math.trunc(scaled < placeCount - 1 ? scaled : placeCount - 1) : 0;
}

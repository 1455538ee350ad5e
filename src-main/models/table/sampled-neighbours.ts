import type { Random } from '../random.ts';

/** Rows drawn without replacement for each sample. */
const SAMPLE_ROWS = 128;
/** Samples; large tables get fewer, so that a million rows take seconds. */
const MAX_SAMPLES = 8;
const MIN_SAMPLES = 2;
const SAMPLED_ROWS = 400_000;
/** Share of a sample that counts as near: clusters of anomalies smaller than this share stay anomalous. */
const NEAR_SHARE = 0.08;

/** Rows of a table that others are compared with; plain data. */
export interface NeighbourSamples {
  /** Weight of each column in the distance. */
  readonly weights: Float32Array;
  /** Rows of each sample. */
  readonly sampleRows: number;
  /** Row-major, already weighted, sample after sample. */
  readonly rows: Float32Array;
  /** Row of the fitted table each one is. */
  readonly origins: Int32Array;
}

/** Draws the samples. @param data Row-major, shape [rowCount, weights.length], at least two rows, finite. */
export function drawSamples(data: Float32Array, weights: Float32Array, random: Random): NeighbourSamples {
  const width = weights.length;
  const rowCount = data.length / width;
  const sampleRows = Math.min(SAMPLE_ROWS, rowCount);
  const samples = Math.max(MIN_SAMPLES, Math.min(MAX_SAMPLES, Math.floor(SAMPLED_ROWS / rowCount)));
  const order = Int32Array.from({ length: rowCount }, (_, row) => row);
  const origins = new Int32Array(samples * sampleRows);
  for (let sample = 0; sample < samples; sample++) {
    for (let i = 0; i < sampleRows; i++) {
      const j = i + random.below(rowCount - i);
      const row = order[j]!;
      order[j] = order[i]!;
      order[i] = row;
      origins[sample * sampleRows + i] = row;
    }
  }
  const rows = new Float32Array(origins.length * width);
  origins.forEach((row, at) => {
    for (let c = 0; c < width; c++) rows[at * width + c] = data[row * width + c]! * weights[c]!;
  });
  return { weights, sampleRows, rows, origins };
}

export interface DistanceOptions {
  /** Which row of the fitted table the first one is: a row does not count as its own neighbour. Null: another table. */
  readonly firstRow: number | null;
}

/**
 * City-block distance from each row to its k-th nearest row of a sample, k a fixed share of the sample, averaged over the
 * samples. A few hundred rows rank anomalies as well as all of them and cost time that only grows with the table.
 * @param data Row-major, shape [rowCount, weights.length], finite.
 * @returns Raw scores, shape [rowCount], higher is more anomalous.
 * Source: Ramaswamy, Rastogi, Shim, SIGMOD 2000 (k-th neighbour); Sugiyama and Borgwardt, NIPS 2013 (samples).
 */
export function sampledDistances(
  samples: NeighbourSamples,
  data: Float32Array,
  { firstRow }: DistanceOptions,
): Float64Array {
  const { weights, sampleRows, origins } = samples;
  const width = weights.length;
  const own = new Float32Array(width);
  const nearest = new Float64Array(Math.max(1, Math.round(sampleRows * NEAR_SHARE)));
  const scores = new Float64Array(data.length / width);
  for (let row = 0; row < scores.length; row++) {
    for (let c = 0; c < width; c++) own[c] = data[row * width + c]! * weights[c]!;
    let sum = 0;
    for (let from = 0; from < origins.length; from += sampleRows) {
      sum += farthestOfNearest(samples, from, own, firstRow === null ? -1 : firstRow + row, nearest);
    }
    scores[row] = (sum * sampleRows) / origins.length;
  }
  return scores;
}

/** Distance to the k-th nearest row of one sample. @param nearest Scratch of length k. */
function farthestOfNearest(
  { rows, sampleRows, origins }: NeighbourSamples,
  from: number,
  own: Float32Array,
  skip: number,
  nearest: Float64Array,
): number {
  const width = own.length;
  const last = nearest.length - 1;
  nearest.fill(Infinity);
  let limit = Infinity;
  for (let at = from; at < from + sampleRows; at++) {
    if (origins[at] === skip) continue;
    const distance = cityBlock(rows, at * width, own, limit);
    if (distance >= limit) continue;
    let place = last;
    for (; place > 0 && nearest[place - 1]! > distance; place--) nearest[place] = nearest[place - 1]!;
    nearest[place] = distance;
    limit = nearest[last]!;
  }
  return Number.isFinite(limit) ? limit : (nearest.findLast(Number.isFinite) ?? 0);
}

/** Columns after which a row that is too far already is left. */
const STRETCH = 16;

/** City-block distance, or anything from `limit` on. */
function cityBlock(rows: Float32Array, base: number, own: Float32Array, limit: number): number {
  const width = own.length;
  let distance = 0;
  let c = 0;
  while (c < width && distance < limit) {
    const to = Math.min(width, c + STRETCH);
    for (; c < to; c++) distance += Math.abs(own[c]! - rows[base + c]!);
  }
  return distance;
}

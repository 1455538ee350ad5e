import { densify, densifyWeights, type FeatureColumn, type FeatureTable } from '#shared/domain/feature-table.ts';
import {
  type CountLevel,
  dispersionAround,
  type Findings,
  inflationOf,
  keepFindings,
  levelOfCounts,
  poolRuns,
  robustRate,
  SPARSE_RATE,
  surpriseOfCounts,
  usualClump,
} from './count-series.ts';
import {
  fitSpread,
  levelOfMeans,
  levelOfShares,
  type SampleLevel,
  surpriseOfMeans,
  surpriseOfShares,
} from './mean-series.ts';
import { median, quantile } from './matrix.ts';
import { runningMedian } from './running-level.ts';
import { countTail } from './tails.ts';

/** What is usual for one feature over windows; plain data. */
export interface WindowProfile {
  readonly name: string;
  readonly count: CountLevel | null;
  readonly sample: SampleLevel | null;
}

/** A level follows changes slower than this. */
const LEVEL_SECONDS = 2 * 3600;
const MIN_SPAN = 15;

/** Windows a level stretches over. */
export function levelSpan(table: FeatureTable): number {
  const step = table.units.stepSeconds ?? 60;
  return Math.max(MIN_SPAN, Math.min(Math.round(LEVEL_SECONDS / step), Math.max(MIN_SPAN, table.units.length >> 2)));
}

/** Relative traffic of all events over windows, mean 1: the time of day as the log itself shows it. */
export function trafficShape(table: FeatureTable): Float64Array {
  const level = runningMedian(table.units.events, levelSpan(table));
  const mean = level.reduce((sum, value) => sum + value, 0) / Math.max(1, level.length);
  return mean > 0 ? level.map((value) => Math.max(0.02, value / mean)) : level.map(() => 1);
}

/** Learns the usual level of one feature and finds the windows that leave it. */
export function studyColumn(
  column: FeatureColumn,
  table: FeatureTable,
  shape: Float64Array,
): { profile: WindowProfile; findings: Findings } {
  const { measure, name } = column.spec;
  if (measure === 'count') {
    const { count, findings } = studyCounts(column, table, shape);
    return { profile: { name, count, sample: null }, findings };
  }
  const { sample, findings } = studySamples(column, table);
  return { profile: { name, count: null, sample }, findings };
}

function studyCounts(
  column: FeatureColumn,
  table: FeatureTable,
  shape: Float64Array,
): { count: CountLevel; findings: Findings } {
  const n = table.units.length;
  const present = column.values.reduce((sum, value) => sum + +(value > 0), 0);
  const total = column.values.reduce((sum, value) => sum + value, 0);
  const rate = robustRate(total, present, n);
  const dense = densify(column, n);
  if (rate < SPARSE_RATE) return studySparse(column, dense, rate, shape);
  const level = levelOfCounts(dense, rate, shape, levelSpan(table));
  const dispersion = dispersionAround(dense, level);
  const raw = surpriseOfCounts(dense, level, dispersion);
  const inflation = inflationOf(raw);
  const pooled = poolRuns(
    dense,
    level,
    dispersion * inflation,
    raw.map((value) => value / inflation),
  );
  return { count: { rate, dispersion, clump: 1, inflation }, findings: keepFindings(pooled, dense, level) };
}

/** Thin series: only windows with events can surprise, judged in clumps; neighbours with events add up. */
function studySparse(
  column: FeatureColumn,
  dense: Float64Array,
  rate: number,
  shape: Float64Array,
): { count: CountLevel; findings: Findings } {
  const clump = usualClump(column.values);
  const floor = 0.5 / dense.length;
  const level = shape.map((factor) => Math.max(floor, rate * factor));
  const surprise = new Float64Array(dense.length);
  for (let i = 0; i < dense.length; i++) {
    if (dense[i]! > 0) surprise[i] = countTail(Math.max(1, dense[i]! / clump), level[i]!, 1);
  }
  const clumps = dense.map((count) => count / clump);
  const pooled = poolRuns(clumps, level, 1, surprise);
  return { count: { rate, dispersion: 1, clump, inflation: 1 }, findings: keepFindings(pooled, dense, level) };
}

function studySamples(column: FeatureColumn, table: FeatureTable): { sample: SampleLevel; findings: Findings } {
  const n = table.units.length;
  const values = densify(column, n, Number.NaN);
  const weights = densifyWeights(column, n);
  const span = levelSpan(table);
  const isShare = column.spec.measure === 'share';
  const level = isShare ? levelOfShares(values, weights, span) : levelOfMeans(values, weights, span);
  const known = level.filter((value) => !Number.isNaN(value));
  if (known.length === 0) {
    return {
      sample: { center: 0, spread: 1, drift: 0, inflation: 1 },
      findings: keepFindings(new Float64Array(n), values, level),
    };
  }
  const spread = isShare ? { spread: 1, drift: 0 } : fitSpread(values, weights, level);
  const raw = isShare ? surpriseOfShares(values, weights, level) : surpriseOfMeans(values, weights, level, spread);
  const inflation = sampleInflation(raw, weights);
  const scaled = raw.map((value) => value / inflation);
  return { sample: { center: median(known), ...spread, inflation }, findings: keepFindings(scaled, values, level) };
}

/** Inflation over the windows that have samples. */
function sampleInflation(surprise: Float64Array, weights: Float64Array): number {
  const judged = surprise
    .filter((_, i) => weights[i]! >= 1)
    .map(Math.abs)
    .sort();
  let factor = 1;
  if (judged.length < 20) return factor;
  for (const share of [0.8, 0.9, 0.95]) factor = Math.max(factor, quantile(judged, share) / -Math.log10(1 - share));
  return factor;
}

import { densify, densifyWeights, type FeatureColumn, type FeatureTable } from '#shared/domain/feature-table.ts';
import {
  type CountLevel,
  dispersionAround,
  type Findings,
  inflationOf,
  keepFindings,
  levelOfCounts,
  MEDIAN_RATE,
  robustRate,
  SPARSE_RATE,
  surpriseOfCounts,
  usualClump,
} from './count-series.ts';
import { raiseCountRuns } from './count-runs.ts';
import { moveToDailySeason, type Season, seasonOver } from './daily-season.ts';
import {
  fitSpread,
  levelOfMeans,
  levelOfShares,
  repeatShares,
  type SampleLevel,
  surpriseOfMeans,
  surpriseOfShares,
} from './mean-series.ts';
import { dividedBy, knownOf, median, sumOf } from './matrix.ts';
import { runningMedian } from './running-level.ts';
import { raiseMeanRuns, raiseShareRuns } from './sample-runs.ts';
import { levelByTraffic } from './traffic-level.ts';
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
  const rate = robustRate(sumOf(column.values), countPresent(column.values), n);
  const dense = densify(column, n);
  if (rate < SPARSE_RATE) return studySparse(column, dense, { rate, shape, season: seasonOf(table) });
  const local = levelOfCounts(dense, rate, shape, levelSpan(table));
  const dispersion = dispersionAround(dense, local);
  const first = surpriseOfCounts(dense, local, dispersion);
  const level = moveToDailySeason(dense, local, first, seasonOf(table));
  const raw = level === local ? first : surpriseOfCounts(dense, level, dispersion);
  const inflation = inflationOf(raw);
  const scaled = dividedBy(raw, inflation);
  const raised = raiseCountRuns(scaled, {
    counts: dense,
    level,
    dispersion: dispersion * inflation,
    hasDrops: true,
    isMeanLevel: rate < MEDIAN_RATE,
    season: seasonOf(table),
  });
  return { count: { rate, dispersion, clump: 1, inflation }, findings: keepFindings(raised, dense, level) };
}

/** Thin series: only windows with events can surprise, judged in clumps; the events of a run add up. */
function studySparse(
  column: FeatureColumn,
  dense: Float64Array,
  { rate, shape, season }: { rate: number; shape: Float64Array; season: Season },
): { count: CountLevel; findings: Findings } {
  const clump = usualClump(column.values);
  const clumps = clump === 1 ? dense : dividedBy(dense, clump);
  const local = levelByTraffic(dense, rate, shape);
  const first = surpriseOfPresent(clumps, local);
  const level = moveToDailySeason(clumps, local, first, season);
  const surprise = level === local ? first : surpriseOfPresent(clumps, level);
  const raised = raiseCountRuns(surprise, {
    counts: clumps,
    level,
    dispersion: 1,
    hasDrops: false,
    isMeanLevel: true,
    season,
  });
  return { count: { rate, dispersion: 1, clump, inflation: 1 }, findings: keepFindings(raised, dense, level) };
}

/** Surprise of windows that have any; others have 0. */
function surpriseOfPresent(clumps: Float64Array, level: Float64Array): Float64Array {
  const surprise = new Float64Array(clumps.length);
  for (let i = 0; i < clumps.length; i++) {
    const count = clumps[i]!;
    if (count > level[i]!) surprise[i] = countTail(Math.max(1, count), level[i]!, 1);
  }
  return surprise;
}

function countPresent(counts: Float64Array): number {
  let present = 0;
  for (let i = 0; i < counts.length; i++) if (counts[i]! > 0) present++;
  return present;
}

function seasonOf({ units }: FeatureTable): Season {
  const stepSeconds = units.stepSeconds ?? 60;
  return seasonOver(units.length, stepSeconds, units.startSeconds[0] ?? 0);
}

function studySamples(column: FeatureColumn, table: FeatureTable): { sample: SampleLevel; findings: Findings } {
  const n = table.units.length;
  const values = densify(column, n, Number.NaN);
  const weights = densifyWeights(column, n);
  return column.spec.measure === 'share'
    ? studyShares(values, weights, levelSpan(table))
    : studyMeans(values, weights, levelSpan(table), seasonOf(table));
}

const UNKNOWN: SampleLevel = { center: 0, spread: 1, drift: 0, inflation: 1 };

function studyMeans(
  values: Float64Array,
  weights: Float64Array,
  span: number,
  season: Season,
): { sample: SampleLevel; findings: Findings } {
  const local = levelOfMeans(values, weights, span);
  const known = knownOf(local);
  if (known.length === 0 || isCounter(values, weights)) {
    return { sample: UNKNOWN, findings: keepFindings(new Float64Array(values.length), values, local) };
  }
  const spread = fitSpread(values, weights, local);
  const first = surpriseOfMeans(values, weights, local, spread);
  const level = moveToDailySeason(values, local, first, season);
  const raw = level === local ? first : surpriseOfMeans(values, weights, level, spread);
  const inflation = sampleInflation(raw, weights);
  const single = dividedBy(raw, inflation);
  const raised = raiseMeanRuns(single, { values, weights, level, ...spread, inflation });
  return {
    sample: { center: median(known), ...spread, inflation },
    findings: keepFindings(raised, carryForward(values), level),
  };
}

function studyShares(
  values: Float64Array,
  weights: Float64Array,
  span: number,
): { sample: SampleLevel; findings: Findings } {
  const repeats = repeatShares(values, weights);
  const level = levelOfShares(repeats, weights, span);
  const known = knownOf(level);
  if (known.length === 0)
    return { sample: UNKNOWN, findings: keepFindings(new Float64Array(values.length), values, level) };
  const raw = surpriseOfShares(repeats, weights, level);
  const inflation = sampleInflation(raw, weights);
  const raised = raiseShareRuns(dividedBy(raw, inflation), { repeats, weights, level, inflation });
  return {
    sample: { center: median(known), spread: 1, drift: 0, inflation },
    findings: keepFindings(raised, carryForward(values), level),
  };
}

/** A window of a run that has no samples tells what the window before it did. */
function carryForward(values: Float64Array): Float64Array {
  const carried = values.slice();
  for (let i = 1; i < carried.length; i++) if (Number.isNaN(carried[i]!)) carried[i] = carried[i - 1]!;
  return carried;
}

/** A number that only ever grows (uptime, sequence numbers) has no usual level. */
function isCounter(values: Float64Array, weights: Float64Array): boolean {
  let seen = 0;
  let rises = 0;
  let last = Number.NaN;
  for (let i = 0; i < values.length; i++) {
    if (weights[i]! < 1) continue;
    seen++;
    if (values[i]! > last) rises++;
    last = values[i]!;
  }
  return seen > 20 && rises > 0.9 * (seen - 1);
}

/** Inflation over the windows that have samples. */
function sampleInflation(surprise: Float64Array, weights: Float64Array): number {
  const judged = new Float64Array(surprise.length);
  let used = 0;
  for (let i = 0; i < surprise.length; i++) if (weights[i]! >= 1) judged[used++] = Math.abs(surprise[i]!);
  return used < 20 ? 1 : inflationOf(judged.subarray(0, used));
}

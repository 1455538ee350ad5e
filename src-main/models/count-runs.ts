import { indicesWhere } from './matrix.ts';
import { type Season, usualOfDays } from './daily-season.ts';
import { scanRuns } from './run-scan.ts';
import { MAX_COUNT_RUN, RunCollector } from './strongest-runs.ts';
import { countTail } from './tails.ts';

/** Rises that runs are looked for: the usual level times this, and so many times more again, up to what was seen. */
const LEAST_RISE = 2.2;
const NEXT_RISE = 2.5;
/** A rise may be looked for at this much more than the highest window shows. */
const BEYOND = 1.6;
/** Drops that runs are looked for: to almost nothing, and to less than a third. */
const DROPS = [0.02, 0.3];

/** A count of windows with what is usual for it. */
export interface CountSeries {
  /** Events, or clumps of events, one number a window. */
  readonly counts: Float64Array;
  /** Positive. */
  readonly level: Float64Array;
  readonly dispersion: number;
  /** Whether missing events are looked for: a series has to have enough of them. */
  readonly hasDrops: boolean;
  /** The level comes from the mean of all counts, those of a rise included: what is usual is then read from the others. */
  readonly isMeanLevel: boolean;
  readonly season: Season;
}

/**
 * Raises the windows of runs with more or fewer events than usual to what each run says as a whole: a change too weak or
 * too thin for single windows counts when it lasts. What other days have at the same time is usual.
 * @param surprise Signed surprise of each window by itself. @returns A new array.
 */
export function raiseCountRuns(surprise: Float64Array, series: CountSeries): Float64Array {
  const sums = { counts: prefixSums(series.counts), level: prefixSums(series.level) };
  const runs = new RunCollector(MAX_COUNT_RUN);
  const whole =
    (sign: 1 | -1, isOfOthers: boolean) =>
    (from: number, to: number): number => {
      const count = sums.counts[to]! - sums.counts[from]!;
      const usual = expectedIn(series, sums, { from, to, sign });
      const expected = isOfOthers ? usual * shareOfOthers(sums.counts, count, to - from) : usual;
      return (count - expected) * sign <= 0 ? 0 : countTail(count, expected, series.dispersion);
    };
  collectRises(series, sums.level, (from, to) => {
    runs.add(from, to, 1, whole(1, false), whole(1, series.isMeanLevel));
  });
  if (series.hasDrops) collectDrops(series, (from, to) => runs.add(from, to, -1, whole(-1, false)));
  return runs.raise(surprise);
}

type Visit = (from: number, to: number) => void;

/** Windows with events are the places; the empty ones between them speak against a rise. */
function collectRises(series: CountSeries, levelSums: Float64Array, visit: Visit): void {
  const { counts, level } = series;
  const rows = indicesWhere(counts.length, (window) => counts[window]! > 0);
  let highest = 0;
  for (const row of rows) highest = Math.max(highest, counts[row]! / level[row]!);
  const evidence = { gains: new Float64Array(rows.length), gaps: new Float64Array(rows.length) };
  for (let rise = LEAST_RISE; rise <= highest * BEYOND; rise *= NEXT_RISE) {
    weighRise(series, levelSums, rows, rise, evidence);
    scanRuns(evidence, (from, to) => partsOf(series, levelSums, rows.subarray(from, to), visit));
  }
}

/** Log-likelihood ratios of the rows for so many times the usual level. */
function weighRise(
  { counts, level, dispersion }: CountSeries,
  levelSums: Float64Array,
  rows: Int32Array,
  rise: number,
  { gains, gaps }: { readonly gains: Float64Array; readonly gaps: Float64Array },
): void {
  const each = Math.log(rise) / dispersion;
  const expected = (rise - 1) / dispersion;
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at]!;
    gains[at] = counts[row]! * each - level[row]! * expected;
    gaps[at] = at === 0 ? 0 : (levelSums[row]! - levelSums[rows[at - 1]! + 1]!) * expected;
  }
}

/**
 * The parts of a run that last when it is measured by the rise it has as a whole: a weak stretch beside a strong one is no
 * part of it, and two strong ones with nothing between them are two.
 */
function partsOf(series: CountSeries, levelSums: Float64Array, rows: Int32Array, visit: Visit): void {
  let count = 0;
  for (const row of rows) count += series.counts[row]!;
  const expected = levelSums[rows.at(-1)! + 1]! - levelSums[rows[0]!]!;
  const evidence = { gains: new Float64Array(rows.length), gaps: new Float64Array(rows.length) };
  weighRise(series, levelSums, rows, Math.max(LEAST_RISE, count / expected), evidence);
  scanRuns(evidence, (from, to) => visit(rows[from]!, rows[to - 1]! + 1));
}

function collectDrops({ counts, level, dispersion }: CountSeries, visit: Visit): void {
  const gains = new Float64Array(counts.length);
  for (const drop of DROPS) {
    const each = Math.log(drop) / dispersion;
    const missing = (1 - drop) / dispersion;
    for (let at = 0; at < gains.length; at++) gains[at] = counts[at]! * each + level[at]! * missing;
    scanRuns({ gains, gaps: null }, visit);
  }
}

/** The mean of the windows outside a run over the mean of all windows; at most 1. */
function shareOfOthers(countSums: Float64Array, count: number, length: number): number {
  const windows = countSums.length - 1;
  const total = countSums[windows]!;
  const others = (total - count + 0.5) / Math.max(1, windows - length);
  return Math.min(1, (others * windows) / total);
}

/** Events that are usual in a run: its level, or what other days have then when that lies on the run's side. */
function expectedIn(
  { season }: CountSeries,
  sums: { readonly counts: Float64Array; readonly level: Float64Array },
  { from, to, sign }: { readonly from: number; readonly to: number; readonly sign: 1 | -1 },
): number {
  const local = sums.level[to]! - sums.level[from]!;
  const { perDay } = season;
  if (perDay === 0) return local;
  const windows: number[] = [];
  const days: number[] = [];
  for (let shift = -Math.floor(from / perDay) * perDay; to + shift < sums.counts.length; shift += perDay) {
    if (shift === 0) continue;
    windows.push(from + shift);
    days.push(sums.counts[to + shift]! - sums.counts[from + shift]!);
  }
  const daily = usualOfDays(season, from, windows, days);
  return (daily - local) * sign > 0 ? daily : local;
}

/** Shape [values.length + 1]: the sum of the values before each. */
function prefixSums(values: Float64Array): Float64Array {
  const sums = new Float64Array(values.length + 1);
  for (let i = 0; i < values.length; i++) sums[i + 1] = sums[i]! + values[i]!;
  return sums;
}

import { densify, densifyWeights, type FeatureColumn, type FeatureTable } from '#shared/domain/feature-table.ts';
import type { UsualLevel, UsualLevels } from '#shared/domain/usual-levels.ts';
import { type Findings, keepFindings, levelOfCounts, robustRate, surpriseOfCounts } from './count-series.ts';
import { dividedBy, sumOf } from './matrix.ts';
import { levelOfMeans, levelOfShares, repeatShares, surpriseOfMeans, surpriseOfShares } from './mean-series.ts';
import { countTail, normalTail } from './tails.ts';
import { trafficLevel } from './usual-levels.ts';
import { levelSpan, trafficShape } from './window-statistics.ts';
import type { StudiedTable } from './window-study.ts';

/** A feature of less than this many events a window may be absent altogether without being missed. */
const MIN_EXPECTED = 0.5;
/** With a smaller share of the known features at hand the two logs are of different things. */
const LEAST_KNOWN_SHARE = 0.5;
/** Windows that are judged together as well: half an hour of minutes. */
const BLOCK_WINDOWS = 30;

/** How far a table's features are those of the trained levels. */
export interface FeatureComparison {
  /** Features of the table that the levels do not know; they are judged by the table's own levels. */
  readonly unknown: number;
  /** Features of the levels that the table does not have. */
  readonly absent: number;
  readonly total: number;
  /** Why the levels are not used at all; null when they are. */
  readonly refusal: string | null;
}

/** Compares a table's features with those of trained levels. */
export function compareFeatures(table: FeatureTable, usual: UsualLevels): FeatureComparison {
  const judged = table.columns.filter(({ spec }) => spec.measure !== 'duration' && spec.measure !== 'missed');
  const names = new Set(judged.map(({ spec }) => spec.name));
  const known = usual.levels.filter(({ spec }) => names.has(spec.name)).length;
  const counts = { unknown: judged.length - known, absent: usual.levels.length - known, total: judged.length };
  if (usual.windowSeconds !== table.units.windowSeconds) {
    return { ...counts, refusal: `its levels are of windows of ${usual.windowSeconds} s` };
  }
  const share = known / Math.max(1, Math.min(judged.length, usual.levels.length));
  if (share >= LEAST_KNOWN_SHARE) return { ...counts, refusal: null };
  return { ...counts, refusal: `only ${known} of ${judged.length} features here are known to it` };
}

/**
 * The table with the levels it is held against, and with the features it lacks as columns without events: what was always there
 * in training and never comes here is missing. What is of a service that is absent as a whole is told by the service alone.
 * @returns The table itself when it is held against them already, or cannot be.
 */
export function holdTable(table: FeatureTable, usual: UsualLevels): FeatureTable {
  if (table.usual === usual || compareFeatures(table, usual).refusal !== null) return table;
  const names = new Set(table.columns.map(({ spec }) => spec.name));
  const services = new Set(table.columns.map(({ spec }) => spec.lineage.service));
  const absent = usual.levels
    .filter((level) => !names.has(level.spec.name) && isMissedWhenAbsent(level, services))
    .map(({ spec }) => ({ spec, rows: new Int32Array(0), values: new Float64Array(0), weights: null }));
  return { ...table, columns: [...table.columns, ...absent], usual };
}

/** Hosts come and go, and orders follow the counts of their statements. */
function isMissedWhenAbsent({ spec, low, ofTraffic }: UsualLevel, services: ReadonlySet<string | null>): boolean {
  const { service, host, templateId, previousTemplateId, minimumBand } = spec.lineage;
  if (spec.measure !== 'count' || previousTemplateId !== null || host !== null) return false;
  const isDetail = templateId !== null || minimumBand !== null;
  if (isDetail && service !== null && !services.has(service)) return false;
  return low >= MIN_EXPECTED && (ofTraffic?.low ?? 0) > 0;
}

/**
 * A study held against trained levels: where the level of a feature in this table, slow as it is, lies outside what was usual
 * in training, its windows are judged by the nearest level that was. A log that is anomalous from end to end has no usual level
 * of its own to betray it. A count must leave its range both in events and as a share of all events, since a
 * busier hour raises everything. Windows within the range keep the findings they have.
 */
export function holdStudy(study: StudiedTable, table: FeatureTable, usual: UsualLevels): StudiedTable {
  const byName = new Map(usual.levels.map((level) => [level.spec.name, level]));
  const context = { table, shape: trafficShape(table), traffic: trafficLevel(table) };
  const columns = study.columns.map((studied) => {
    const { column } = studied;
    const level = byName.get(column.spec.name);
    if (level === undefined || level.spec.measure !== column.spec.measure) return studied;
    const held = holdColumn(column, level, { ...context, isLoud: loudWindows(studied.findings, table.units.length) });
    return held === null ? studied : { ...studied, findings: strongerOf(studied.findings, held) };
  });
  return { columns, profiles: study.profiles };
}

interface HeldContext {
  readonly table: FeatureTable;
  readonly shape: Float64Array;
  readonly traffic: Float64Array;
  /** 1 for windows that stand out by their own log: they must not speak for those beside them. */
  readonly isLoud: Uint8Array;
}

/** A window with this surprise in its own log speaks for itself alone. */
const LOUD = 1.5;

function loudWindows({ rows, surprise }: Findings, windows: number): Uint8Array {
  const isLoud = new Uint8Array(windows);
  rows.forEach((row, i) => (isLoud[row] = Math.abs(surprise[i]!) >= LOUD ? 1 : 0));
  return isLoud;
}

/** Null when the level stays within what was usual. */
function holdColumn(column: FeatureColumn, usual: UsualLevel, context: HeldContext): Findings | null {
  if (column.spec.measure === 'count') return holdCounts(column, usual, context);
  const { length } = context.table.units;
  const values = densify(column, length, Number.NaN);
  const weights = densifyWeights(column, length);
  const span = levelSpan(context.table);
  return column.spec.measure === 'share'
    ? holdShares(values, weights, usual, span)
    : holdMeans(values, weights, usual, { span, isLoud: context.isLoud });
}

function holdCounts(
  column: FeatureColumn,
  usual: UsualLevel,
  { table, shape, traffic, isLoud }: HeldContext,
): Findings | null {
  const { length } = table.units;
  const dense = densify(column, length);
  const rate = robustRate(
    sumOf(column.values),
    column.values.reduce((sum, count) => sum + +(count > 0), 0),
    length,
  );
  const local = levelOfCounts(dense, rate, shape, levelSpan(table));
  const bound = boundedLevel(local, (window) => rangeOfCount(usual, traffic[window]!));
  if (bound === null) return null;
  const { spread, inflation } = usual;
  const { level } = bound;
  const single = dividedBy(surpriseOfCounts(dense, level, spread), inflation);
  const raised = raiseByBlocks(single, (from, to) => {
    let count = 0;
    let expected = 0;
    for (let window = from; window < to; window++) {
      if (isLoud[window] === 1) continue;
      count += dense[window]!;
      expected += level[window]!;
    }
    if (expected === 0) return 0;
    return (Math.sign(count - expected) * countTail(count, expected, spread)) / inflation;
  });
  return heldFindings(raised, dense, bound);
}

/** Outside the range of events and of shares alike: both have to be left. */
function rangeOfCount({ low, high, ofTraffic }: UsualLevel, traffic: number): { low: number; high: number } {
  if (ofTraffic === null) return { low, high };
  return { low: Math.min(low, ofTraffic.low * traffic), high: Math.max(high, ofTraffic.high * traffic) };
}

function holdMeans(
  values: Float64Array,
  weights: Float64Array,
  usual: UsualLevel,
  { span, isLoud }: { readonly span: number; readonly isLoud: Uint8Array },
): Findings | null {
  const bound = boundedLevel(levelOfMeans(values, weights, span), () => usual);
  if (bound === null) return null;
  const { spread, drift, inflation } = usual;
  const { level } = bound;
  const single = dividedBy(surpriseOfMeans(values, weights, level, usual), inflation);
  const raised = raiseByBlocks(single, (from, to) => {
    let samples = 0;
    let off = 0;
    for (let window = from; window < to; window++) {
      if (isLoud[window] === 1 || !(weights[window]! >= 1)) continue;
      samples += weights[window]!;
      off += weights[window]! * (values[window]! - level[window]!);
    }
    if (samples === 0) return 0;
    const z = off / samples / Math.sqrt(spread ** 2 / samples + drift ** 2);
    return (Math.sign(z) * normalTail(z)) / inflation;
  });
  return heldFindings(raised, values, bound);
}

function holdShares(values: Float64Array, weights: Float64Array, usual: UsualLevel, span: number): Findings | null {
  const repeats = repeatShares(values, weights);
  const bound = boundedLevel(levelOfShares(repeats, weights, span), () => usual);
  if (bound === null) return null;
  const { inflation } = usual;
  const surprise = dividedBy(surpriseOfShares(repeats, weights, bound.level), inflation);
  return heldFindings(surprise, values, bound);
}

/**
 * Windows raised to what a block of them says as a whole: a level that is off a little, or thin, shows over many. Blocks are
 * laid without regard to what is in them, so nothing is paid for having picked them.
 */
function raiseByBlocks(single: Float64Array, whole: (from: number, to: number) => number): Float64Array {
  const raised = single.slice();
  for (let from = 0; from < single.length; from += BLOCK_WINDOWS) {
    const to = Math.min(single.length, from + BLOCK_WINDOWS);
    const together = whole(from, to);
    for (let window = from; window < to; window++) {
      if (Math.abs(together) > Math.abs(raised[window]!)) raised[window] = together;
    }
  }
  return raised;
}

interface BoundLevel {
  readonly level: Float64Array;
  /** 1 where the level was moved. */
  readonly isMoved: Uint8Array;
}

/** The level moved to the nearest end of its range where it lies outside; null when it never does. */
function boundedLevel(
  local: Float64Array,
  rangeAt: (window: number) => { readonly low: number; readonly high: number },
): BoundLevel | null {
  const level = local.slice();
  const isMoved = new Uint8Array(level.length);
  let isAny = false;
  for (let window = 0; window < level.length; window++) {
    const { low, high } = rangeAt(window);
    const at = level[window]!;
    if (Number.isNaN(at) || (at >= low && at <= high)) continue;
    level[window] = at < low ? low : high;
    isMoved[window] = 1;
    isAny = true;
  }
  return isAny ? { level, isMoved } : null;
}

/** Findings of the windows whose level was moved. */
function heldFindings(surprise: Float64Array, actual: Float64Array, { level, isMoved }: BoundLevel): Findings {
  for (let window = 0; window < surprise.length; window++) {
    if (isMoved[window] === 0 || Number.isNaN(actual[window]!)) surprise[window] = 0;
  }
  const findings = keepFindings(surprise, actual, level);
  return { ...findings, isByModel: new Uint8Array(findings.rows.length).fill(1) };
}

/** For each window the stronger of two findings. */
function strongerOf(own: Findings, held: Findings): Findings {
  const rows: number[] = [];
  const picked: { readonly from: Findings; readonly at: number }[] = [];
  let i = 0;
  let j = 0;
  while (i < own.rows.length || j < held.rows.length) {
    const a = i < own.rows.length ? own.rows[i]! : Infinity;
    const b = j < held.rows.length ? held.rows[j]! : Infinity;
    const isOwn = a < b || (a === b && Math.abs(own.surprise[i]!) >= Math.abs(held.surprise[j]!));
    rows.push(Math.min(a, b));
    picked.push(isOwn ? { from: own, at: i } : { from: held, at: j });
    if (a <= b) i++;
    if (b <= a) j++;
  }
  const pick = (values: (findings: Findings) => Float64Array): Float64Array =>
    Float64Array.from(picked, ({ from, at }) => values(from)[at]!);
  return {
    rows: Int32Array.from(rows),
    surprise: pick(({ surprise }) => surprise),
    actual: pick(({ actual }) => actual),
    typical: pick(({ typical }) => typical),
    isByModel: Uint8Array.from(picked, ({ from, at }) => from.isByModel?.[at] ?? 0),
  };
}

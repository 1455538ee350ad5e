import { densify, densifyWeights, type FeatureColumn, type FeatureTable } from '#shared/domain/feature-table.ts';
import type { UsualLevel, UsualLevels } from '#shared/domain/usual-levels.ts';
import { atLeast, knownOf, quantile, sumOf } from './matrix.ts';
import { levelOfCounts } from './count-series.ts';
import { levelOfMeans, levelOfShares, repeatShares } from './mean-series.ts';
import { runningMedian } from './running-level.ts';
import { levelSpan, trafficShape, type WindowProfile } from './window-statistics.ts';
import type { StudiedTable } from './window-study.ts';

/** Levels of a log are taken from this share of it on either side: its ends are extrapolated. */
const EDGE_SHARE = 0.01;
/** A log shorter than a day has not shown its quiet and its busy hours: twice as much, or half, is no surprise. */
const UNKNOWN_HOURS = 2;
/** Days differ by about this factor. */
const BETWEEN_DAYS = 1.3;
/** What a feature has of all events hardly changes with the hour. */
const OF_TRAFFIC = 1.3;
/** Standard deviations of a level that few events or samples leave open. */
const SAMPLING = 3;
/** A mean may move by a tenth: it is no incident, however sure the move is. */
const MEAN_SLACK = 0.1;
const SHARE_SLACK = 0.05;
const DAY_SECONDS = 86_400;

/** The level of all events, one number a window; at least a trace, so that shares of it are finite. */
export function trafficLevel(table: FeatureTable): Float64Array {
  return atLeast(runningMedian(table.units.events, levelSpan(table)), 0.5 / Math.max(1, table.units.length));
}

/**
 * Learns where the level of each feature lies over the windows of a table, widened by what a log of this length and this many
 * events leaves open. Features that say nothing of a level (counters, what was missed) are left out.
 * @returns Null for sessions and without windows.
 */
export function fitUsualLevels(table: FeatureTable, study: StudiedTable): UsualLevels | null {
  const { units } = table;
  if (units.kind !== 'window' || units.windowSeconds === null || units.length === 0) return null;
  const context = { table, shape: trafficShape(table), traffic: trafficLevel(table), slack: slackOf(table) };
  const levels = study.columns.flatMap(({ column, profile }) => fitLevel(column, profile, context) ?? []);
  return { windowSeconds: units.windowSeconds, windows: units.length, levels };
}

interface LevelContext {
  readonly table: FeatureTable;
  readonly shape: Float64Array;
  readonly traffic: Float64Array;
  /** Factor that a count may leave its range by. */
  readonly slack: number;
}

function slackOf({ units }: FeatureTable): number {
  const span = units.endSeconds[units.length - 1]! - units.startSeconds[0]!;
  return span >= DAY_SECONDS ? BETWEEN_DAYS : UNKNOWN_HOURS;
}

function fitLevel(column: FeatureColumn, profile: WindowProfile, context: LevelContext): UsualLevel | null {
  if (profile.count !== null) return fitCountLevel(column, profile.count, context);
  return profile.sample === null ? null : fitSampleLevel(column, profile.sample, context.table);
}

function fitCountLevel(
  column: FeatureColumn,
  { rate, dispersion, clump, inflation }: NonNullable<WindowProfile['count']>,
  { table, shape, traffic, slack }: LevelContext,
): UsualLevel {
  const level = levelOfCounts(densify(column, table.units.length), rate, shape, levelSpan(table));
  const ofTraffic = level.map((one, window) => one / traffic[window]!);
  // Events that come in clumps tell less of their rate than as many single ones.
  const sampling = 1 + SAMPLING * Math.sqrt((clump * Math.max(1, dispersion)) / (sumOf(column.values) + 1));
  return {
    spec: column.spec,
    ...widenedBy(rangeOf(level), Math.max(slack, sampling)),
    ofTraffic: isAllEvents(column) ? null : widenedBy(rangeOf(ofTraffic), Math.max(OF_TRAFFIC, sampling)),
    spread: dispersion * clump,
    drift: 0,
    inflation,
  };
}

function isAllEvents({ spec }: FeatureColumn): boolean {
  return Object.values(spec.lineage).every((part) => part === null);
}

function fitSampleLevel(
  column: FeatureColumn,
  { spread, drift, inflation }: NonNullable<WindowProfile['sample']>,
  table: FeatureTable,
): UsualLevel | null {
  const { length } = table.units;
  const values = densify(column, length, Number.NaN);
  const weights = densifyWeights(column, length);
  const isShare = column.spec.measure === 'share';
  const level = isShare
    ? levelOfShares(repeatShares(values, weights), weights, levelSpan(table))
    : levelOfMeans(values, weights, levelSpan(table));
  const known = knownOf(level);
  // Counters have no usual level, which their profile says by a deviation of exactly 1 around 0.
  const isCounter = spread === 1 && drift === 0 && !isShare;
  if (known.length === 0 || isCounter) return null;
  const { low, high } = rangeOf(known);
  const sampling = (SAMPLING * spread) / Math.sqrt(Math.max(1, sumOf(weights)));
  const reach = isShare ? SHARE_SLACK : MEAN_SLACK + sampling + SAMPLING * drift;
  return { spec: column.spec, low: low - reach, high: high + reach, ofTraffic: null, spread, drift, inflation };
}

function rangeOf(level: Float64Array): { low: number; high: number } {
  const ascending = level.slice().sort();
  return { low: quantile(ascending, EDGE_SHARE), high: quantile(ascending, 1 - EDGE_SHARE) };
}

function widenedBy({ low, high }: { low: number; high: number }, factor: number): { low: number; high: number } {
  return { low: low / factor, high: high * factor };
}

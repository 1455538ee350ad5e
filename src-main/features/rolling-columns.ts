import type { FeatureColumn, FeatureTable } from '#shared/domain/feature-table.ts';
import { describeFeature, type PartialLineage } from './feature-names.ts';
import { courseOfFormerDays } from './former-days.ts';
import { RecentValues } from './recent-values.ts';

/** Windows that are "the last ones". */
const RECENT_WINDOWS = 12;
/** With fewer windows before it a window has no rolling statistics. */
const LEAST_WINDOWS = 3;
const ERROR_BAND = 5;

/** What is said of the windows before each, in the order of columns. */
const ROLLING_STATISTICS = ['mean', 'deviation', '10 % quantile', '90 % quantile'] as const;

/**
 * Rolling statistics of the main counts (all events, errors) over the 12 windows that ended before each window
 * began. In logs of more than two days they follow the time of day: recent windows are counted by what
 * former days had at their time, and told for that of the window itself. None for sessions.
 * @returns Four columns a count, in single precision; windows with less than three before them have no row.
 */
export function rollingColumns(table: FeatureTable): FeatureColumn[] {
  const { units } = table;
  if (units.kind !== 'window' || units.length <= LEAST_WINDOWS || units.stepSeconds === null) return [];
  const panes = Math.max(1, Math.round((units.windowSeconds ?? units.stepSeconds) / units.stepSeconds));
  const first = LEAST_WINDOWS + panes - 1;
  const rows = new Int32Array(Math.max(0, units.length - first));
  for (let i = 0; i < rows.length; i++) rows[i] = first + i;
  return mainCounts(table).flatMap((count) => rollOver(count, { rows, first, panes, stepSeconds: units.stepSeconds! }));
}

interface MainCount {
  readonly lineage: PartialLineage;
  /** One a window. */
  readonly values: Float64Array;
}

function mainCounts(table: FeatureTable): MainCount[] {
  const { units } = table;
  const ofErrors = table.columns.filter(
    ({ spec }) => spec.measure === 'count' && spec.lineage.minimumBand === ERROR_BAND,
  );
  const all = { lineage: {}, values: units.events };
  if (ofErrors.length === 0) return [all];
  // Services are counted apart; what is wanted is over all of them.
  const errors = new Float64Array(units.length);
  for (const { rows, values } of ofErrors) {
    for (let at = 0; at < values.length; at++) errors[rows === null ? at : rows[at]!]! += values[at]!;
  }
  return [all, { lineage: { minimumBand: ERROR_BAND }, values: errors }];
}

interface RollingPlan {
  /** Windows that have statistics, from the first one on. */
  readonly rows: Int32Array;
  readonly first: number;
  /** Steps a window is long. */
  readonly panes: number;
  readonly stepSeconds: number;
}

function rollOver({ lineage, values }: MainCount, { rows, first, panes, stepSeconds }: RollingPlan): FeatureColumn[] {
  const course = courseOfFormerDays(values, stepSeconds);
  const columns = ROLLING_STATISTICS.map(() => new Float64Array(rows.length));
  const [means, deviations, lows, highs] = columns as [Float64Array, Float64Array, Float64Array, Float64Array];
  const plain = new RecentValues(RECENT_WINDOWS);
  const relative = new RecentValues(RECENT_WINDOWS);
  for (let window = panes; window < values.length; window++) {
    const before = window - panes;
    const usualBefore = course?.[before] ?? Number.NaN;
    plain.add(values[before]!);
    if (!Number.isNaN(usualBefore)) relative.add(values[before]! / usualBefore);
    if (window < first) continue;
    const usual = course?.[window] ?? Number.NaN;
    const isSeasonal = relative.count === RECENT_WINDOWS && !Number.isNaN(usual);
    const recent = isSeasonal ? relative : plain;
    const scale = isSeasonal ? usual : 1;
    const { mean, deviation } = recent.moments();
    means[window - first] = Math.fround(scale * mean);
    deviations[window - first] = Math.fround(scale * deviation);
    lows[window - first] = Math.fround(scale * recent.quantile(0.1));
    highs[window - first] = Math.fround(scale * recent.quantile(0.9));
  }
  return columns.map((column, i) => ({
    spec: describeFeature('rolling', `${ROLLING_STATISTICS[i]} of the last ${RECENT_WINDOWS} windows`, lineage, {
      unit: 'events',
    }),
    rows,
    values: column,
    weights: null,
  }));
}

import { FeatureError } from '#shared/base/errors.ts';
import type { WantedThreshold } from '#shared/domain/threshold-policy.ts';
import { applyThreshold, sortScores } from '#shared/metrics/apply-threshold.ts';
import { type Evaluation, evaluate } from '#shared/metrics/evaluate.ts';
import { throwIfAborted } from '../../base/abort.ts';
import { refuseBudget } from '../../models/asked-threshold.ts';
import type { LevelChange } from '../../models/series/level-changes.ts';
import type { NamedColumn } from '../../models/table/table-scaling.ts';
import { type RowModel, scoreRowsBy } from '../../models/table/row-model.ts';
import { chooseDetector } from './choose-detector.ts';
import type { TableModel } from './load-row-model.ts';
import type { Seen } from '../train/observe-model.ts';
import { observeRows } from './observe-rows.ts';
import { openTable, type TableReader } from './read-table.ts';
import { type RowScores, scoreRows } from './score-rows.ts';
import { chooseSeriesDetector, scoreTimeSeries } from './score-time-series.ts';
import { checkColumns, chooseColumns, companionColumns, readLabels, unknownColumn } from './table-columns.ts';
import { writeRowScores, writeSeriesScores } from './write-scores.ts';

export interface ScoreTableJob {
  /** Absolute path of a CSV (also gzip) or Parquet file. */
  readonly table: string;
  /** CSV to write; it appears whole or not at all. */
  readonly out: string;
  /** Default: `ensemble`, for a time series `causalSeries`. */
  readonly detector?: string;
  /** Scores in place of a detector that is fitted on the table itself. */
  readonly model?: TableModel;
  readonly labelColumn?: string;
  readonly timeColumn?: string;
  readonly valueColumn?: string;
  readonly ignoreColumns?: readonly string[];
  /** A budget needs `timeColumn`. */
  readonly threshold?: WantedThreshold;
  /** Of a series: adds `typical,low,high`, what was expected of each row and the interval that 99 % keep to. */
  readonly hasBounds?: boolean;
  readonly seed?: number;
  /** At most, for scoring rows; default: the machine's cores. */
  readonly threads?: number;
  readonly signal: AbortSignal;
  onProgress(stage: 'read' | 'score' | 'write', done: number, total: number): void;
}

export interface ScoredTable {
  readonly out: string;
  readonly rows: number;
  readonly anomalies: number;
  readonly threshold: number;
  readonly detector: string;
  /** Label of the model; null when the table was scored by itself. */
  readonly model: string | null;
  readonly fallback: string | null;
  /** Measured on the label column; null without one. */
  readonly evaluation: Evaluation | null;
  /** How far the rows are from what the model was trained on; null without a model, or when it keeps nothing to compare with. */
  readonly seen: Seen | null;
  /** Of a series: where its level changed for good. */
  readonly changes: SeriesChange[];
}

/** A lasting change of a series; rows are 1-based. */
export interface SeriesChange extends LevelChange {
  readonly timestamp: string;
}

const MAX_CHANGES = 100;

/**
 * Scores every row of a table and writes them in order: `row,score,isAnomaly` (`row` is 1-based), or
 * `timestamp,value,score,isAnomaly` for a time series (with `hasBounds` also `typical,low,high`).
 * @throws FeatureError `score.unknown-column`, `score.not-numeric`, `score.unknown-detector`, `score.columns-differ`,
 * `score.series-by-model`; ModelError `model.threshold-needs-time`; what `openTable` throws.
 */
export async function runScoreJob(job: ScoreTableJob): Promise<ScoredTable> {
  const table = await openTable(job.table, job.signal);
  try {
    job.onProgress('read', 0, table.rowCount);
    const { threshold = 'auto' } = job;
    if (typeof threshold === 'object' && threshold.kind === 'budget' && job.timeColumn === undefined)
      refuseBudget(threshold);
    const columns = chooseColumns(table, job);
    const labels = job.labelColumn === undefined ? null : await readLabels(table, job.labelColumn);
    return job.timeColumn === undefined
      ? await scoreAsRows(table, job, columns, labels)
      : await scoreAsSeries(table, job, columns, labels);
  } finally {
    table.close();
  }
}

async function scoreAsRows(
  table: TableReader,
  job: ScoreTableJob,
  columns: readonly string[],
  labels: readonly boolean[] | null,
): Promise<ScoredTable> {
  if (job.model !== undefined) checkColumns(job.table, columns, job.model.rows.columns, job.model.label);
  const detector = job.model?.rows.detector ?? chooseDetector(job.detector);
  const numbers = await table.readNumbers(columns);
  const named = columns.map((name, i) => ({ name, values: numbers[i]! }));
  job.onProgress('score', 0, table.rowCount);
  const scored =
    job.model === undefined
      ? await scoreRows(named, { detector, seed: job.seed ?? 1, threads: job.threads, signal: job.signal })
      : await scoreByModel(named, job.model.rows, job);
  throwIfAborted(job.signal);
  const threshold = thresholdOf(job, scored, 0);
  await writeRowScores(job.out, scored.scores, threshold);
  job.onProgress('write', table.rowCount, table.rowCount);
  const seen = job.model === undefined ? null : observeRows(job.model, named, scored.scores, labels);
  return summarize(job, { scores: scored.scores, threshold, labels, detector, fallback: scored.fallback, seen });
}

async function scoreByModel(
  columns: readonly NamedColumn[],
  model: RowModel,
  { threads, signal }: ScoreTableJob,
): Promise<RowScores> {
  return { scores: await scoreRowsBy(model, columns, { threads, signal }), threshold: model.threshold, fallback: null };
}

async function scoreAsSeries(
  table: TableReader,
  job: ScoreTableJob,
  columns: readonly string[],
  labels: readonly boolean[] | null,
): Promise<ScoredTable> {
  if (job.model !== undefined) {
    const message = `A time series is scored by its own past: ${job.model.label} scores rows without --time.`;
    throw new FeatureError('score.series-by-model', message, { location: { path: job.table } });
  }
  const value = job.valueColumn ?? columns[0];
  if (value === undefined || (job.valueColumn === undefined && columns.length > 1)) {
    throw unknownColumn(job, `has ${columns.length} numeric columns: name the series with --value.`);
  }
  const detector = chooseSeriesDetector(job.detector);
  // Only a forecast goes by other columns.
  const isForecast = detector.name === 'forecast' || job.hasBounds === true;
  const others = isForecast ? companionColumns(table, job, value) : [];
  const [values, ...companions] = await table.readNumbers([value, ...others]);
  const [times, valueTexts] = [await table.readTexts(job.timeColumn ?? ''), await table.readTexts(value)];
  job.onProgress('score', 0, table.rowCount);
  const series = scoreTimeSeries(
    { times, values: values ?? new Float64Array(), companions },
    { detector, hasBounds: job.hasBounds === true },
  );
  const threshold = thresholdOf(job, series, series.hours);
  const { scores, forecast } = series;
  await writeSeriesScores(job.out, { times, values: valueTexts, scores, threshold, forecast });
  job.onProgress('write', table.rowCount, table.rowCount);
  return summarize(job, {
    scores,
    threshold,
    labels,
    detector: detector.name,
    fallback: null,
    seen: null,
    changes: tellChanges(series.changes, times),
  });
}

function thresholdOf(
  { threshold: wanted = 'auto' }: ScoreTableJob,
  scored: { readonly scores: Float64Array; readonly threshold: number },
  hours: number,
): number {
  const sample = () => ({ sorted: sortScores(scored.scores), hours });
  return applyThreshold(wanted, scored.threshold, sample) ?? refuseBudget(wanted);
}

interface Outcome {
  readonly scores: Float64Array;
  readonly threshold: number;
  readonly labels: readonly boolean[] | null;
  readonly detector: string;
  readonly fallback: string | null;
  readonly seen: Seen | null;
  readonly changes?: SeriesChange[];
}

function summarize(job: ScoreTableJob, outcome: Outcome): ScoredTable {
  const { scores, threshold, labels, detector, fallback, seen, changes = [] } = outcome;
  const predictions = Uint8Array.from(scores, (score) => (score > threshold ? 1 : 0));
  return {
    out: job.out,
    rows: scores.length,
    anomalies: predictions.reduce((sum, one) => sum + one, 0),
    threshold,
    detector,
    model: job.model?.label ?? null,
    fallback,
    evaluation: labels === null ? null : evaluate({ labels, predictions, scores }),
    seen,
    changes,
  };
}

/** The most probable places of lasting changes, in order; at most a hundred. */
function tellChanges(changes: readonly LevelChange[], times: readonly string[]): SeriesChange[] {
  return changes.slice(0, MAX_CHANGES).map(({ row, detectedRow, ...change }) => ({
    ...change,
    row: row + 1,
    detectedRow: detectedRow + 1,
    timestamp: times[row] ?? '',
  }));
}

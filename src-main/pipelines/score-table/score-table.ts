import { FeatureError } from '#shared/base/errors.ts';
import type { WantedThreshold } from '#shared/domain/threshold-policy.ts';
import { applyThreshold, sortScores } from '#shared/metrics/apply-threshold.ts';
import { type Evaluation, evaluate } from '#shared/metrics/evaluate.ts';
import { throwIfAborted } from '../../base/abort.ts';
import { refuseBudget } from '../../models/asked-threshold.ts';
import type { NamedColumn } from '../../models/table/table-scaling.ts';
import { type RowModel, scoreRowsBy } from '../../models/table/row-model.ts';
import { chooseDetector, unknownDetector } from './choose-detector.ts';
import type { TableModel } from './load-row-model.ts';
import type { Seen } from '../train/observe-model.ts';
import { observeRows } from './observe-rows.ts';
import { openTable, type TableReader } from './read-table.ts';
import { type RowScores, scoreRows } from './score-rows.ts';
import { SERIES_DETECTOR, scoreTimeSeries } from './score-time-series.ts';
import { checkColumns, chooseColumns, readLabels, unknownColumn } from './table-columns.ts';
import { writeRowScores, writeSeriesScores } from './write-scores.ts';

export interface ScoreTableJob {
  /** Absolute path of a CSV (also gzip) or Parquet file. */
  readonly table: string;
  /** CSV to write; it appears whole or not at all. */
  readonly out: string;
  /** Default: `ensemble`; a time series has one detector of its own. */
  readonly detector?: string;
  /** Scores in place of a detector that is fitted on the table itself. */
  readonly model?: TableModel;
  readonly labelColumn?: string;
  readonly timeColumn?: string;
  readonly valueColumn?: string;
  readonly ignoreColumns?: readonly string[];
  /** A budget needs `timeColumn`. */
  readonly threshold?: WantedThreshold;
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
}

/**
 * Scores every row of a table and writes them in order: `row,score,isAnomaly` (`row` is 1-based), or
 * `timestamp,value,score,isAnomaly` for a time series.
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
  if (job.detector !== undefined && job.detector !== SERIES_DETECTOR)
    throw unknownDetector(job.detector, [SERIES_DETECTOR]);
  const [values] = await table.readNumbers([value]);
  const [times, valueTexts] = [await table.readTexts(job.timeColumn ?? ''), await table.readTexts(value)];
  job.onProgress('score', 0, table.rowCount);
  const series = scoreTimeSeries(times, values ?? new Float64Array());
  const threshold = thresholdOf(job, series, series.hours);
  await writeSeriesScores(job.out, { times, values: valueTexts, scores: series.scores, threshold });
  job.onProgress('write', table.rowCount, table.rowCount);
  return summarize(job, {
    scores: series.scores,
    threshold,
    labels,
    detector: SERIES_DETECTOR,
    fallback: null,
    seen: null,
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
}

function summarize(job: ScoreTableJob, outcome: Outcome): ScoredTable {
  const { scores, threshold, labels, detector, fallback, seen } = outcome;
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
  };
}

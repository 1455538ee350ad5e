import { FeatureError } from '#shared/base/errors.ts';
import { type Evaluation, evaluate } from '#shared/metrics/evaluate.ts';
import { throwIfAborted } from '../../base/abort.ts';
import { openTable, type TableReader } from './read-table.ts';
import { scoreRows, TABLE_DETECTORS, type TableDetector } from './score-rows.ts';
import { SERIES_DETECTOR, scoreTimeSeries } from './score-time-series.ts';
import { writeRowScores, writeSeriesScores } from './write-scores.ts';

export interface ScoreTableJob {
  /** Absolute path of a CSV (also gzip) or Parquet file. */
  readonly table: string;
  /** CSV to write; it appears whole or not at all. */
  readonly out: string;
  /** Default: `ensemble`; a time series has one detector of its own. */
  readonly detector?: string;
  readonly labelColumn?: string;
  readonly timeColumn?: string;
  readonly valueColumn?: string;
  readonly ignoreColumns?: readonly string[];
  readonly threshold?: 'auto' | number;
  readonly seed?: number;
  readonly signal: AbortSignal;
  onProgress(stage: 'read' | 'score' | 'write', done: number, total: number): void;
}

export interface ScoredTable {
  readonly out: string;
  readonly rows: number;
  readonly anomalies: number;
  readonly threshold: number;
  readonly detector: string;
  readonly fallback: string | null;
  /** Measured on the label column; null without one. */
  readonly evaluation: Evaluation | null;
}

/**
 * Scores every row of a table and writes them in order: `row,score,isAnomaly` (`row` is 1-based), or
 * `timestamp,value,score,isAnomaly` for a time series.
 * @throws FeatureError `score.unknown-column`, `score.not-numeric`, `score.unknown-detector`; what `openTable` throws.
 */
export async function runScoreJob(job: ScoreTableJob): Promise<ScoredTable> {
  const table = await openTable(job.table, job.signal);
  try {
    job.onProgress('read', 0, table.rowCount);
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
  const detector = chooseDetector(job.detector);
  const numbers = await table.readNumbers(columns);
  const named = columns.map((name, i) => ({ name, values: numbers[i]! }));
  job.onProgress('score', 0, table.rowCount);
  const scored = scoreRows(named, { detector, seed: job.seed ?? 1, signal: job.signal });
  throwIfAborted(job.signal);
  const threshold = thresholdOf(job, scored.threshold);
  await writeRowScores(job.out, scored.scores, threshold);
  job.onProgress('write', table.rowCount, table.rowCount);
  return summarize(job, { scores: scored.scores, threshold, labels, detector, fallback: scored.fallback });
}

async function scoreAsSeries(
  table: TableReader,
  job: ScoreTableJob,
  columns: readonly string[],
  labels: readonly boolean[] | null,
): Promise<ScoredTable> {
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
  const threshold = thresholdOf(job, series.threshold);
  await writeSeriesScores(job.out, { times, values: valueTexts, scores: series.scores, threshold });
  job.onProgress('write', table.rowCount, table.rowCount);
  return summarize(job, { scores: series.scores, threshold, labels, detector: SERIES_DETECTOR, fallback: null });
}

/** Feature columns: every column but the label, the time and the ignored ones; all of them must be numeric. */
function chooseColumns(table: TableReader, job: ScoreTableJob): string[] {
  const known = new Set(table.columns.map((column) => column.name));
  const special = [job.labelColumn, job.timeColumn, job.valueColumn, ...(job.ignoreColumns ?? [])];
  const missing = special.find((name) => name !== undefined && !known.has(name));
  if (missing !== undefined) throw unknownColumn(job, `has no column ${missing}; it has ${[...known].join(', ')}.`);
  const isOther = (name: string) =>
    name === job.labelColumn || name === job.timeColumn || job.ignoreColumns?.includes(name);
  const wanted = table.columns.filter(({ name }) => !isOther(name) && (job.valueColumn ?? name) === name);
  const text = wanted.filter((column) => !column.isNumeric).map((column) => column.name);
  if (text.length > 0) {
    const advice = `name them with --ignore ${text.join(',')} or give numbers`;
    throw new FeatureError('score.not-numeric', `${job.table}: not numeric: ${text.join(', ')}; ${advice}.`, {
      location: { path: job.table },
      details: { columns: text.join(',') },
    });
  }
  if (wanted.length === 0) throw unknownColumn(job, 'has no numeric column to score.');
  return wanted.map((column) => column.name);
}

const NEGATIVE = /^(?:-|0(?:\.0+)?|false|no|normal|none|null)?$/i;

async function readLabels(table: TableReader, column: string): Promise<boolean[]> {
  return (await table.readTexts(column)).map((text) => !NEGATIVE.test(text.trim()));
}

/** Further names people give them. */
const OTHER_NAMES: Readonly<Record<string, TableDetector>> = {
  forest: 'isolationForest',
  neighbors: 'neighbours',
  statistical: 'baseline',
};

function chooseDetector(name: string | undefined): TableDetector {
  if (name === undefined) return 'ensemble';
  const plain = name.replaceAll(/[-_]/g, '').toLowerCase();
  const detector = TABLE_DETECTORS.find((candidate) => candidate.toLowerCase() === plain) ?? OTHER_NAMES[plain];
  if (detector === undefined) throw unknownDetector(name, TABLE_DETECTORS);
  return detector;
}

function thresholdOf({ threshold }: ScoreTableJob, automatic: number): number {
  return threshold === undefined || threshold === 'auto' ? automatic : threshold;
}

interface Outcome {
  readonly scores: Float64Array;
  readonly threshold: number;
  readonly labels: readonly boolean[] | null;
  readonly detector: string;
  readonly fallback: string | null;
}

function summarize(job: ScoreTableJob, outcome: Outcome): ScoredTable {
  const { scores, threshold, labels, detector, fallback } = outcome;
  const predictions = Uint8Array.from(scores, (score) => (score > threshold ? 1 : 0));
  return {
    out: job.out,
    rows: scores.length,
    anomalies: predictions.reduce((sum, one) => sum + one, 0),
    threshold,
    detector,
    fallback,
    evaluation: labels === null ? null : evaluate({ labels, predictions, scores }),
  };
}

function unknownColumn(job: ScoreTableJob, problem: string): FeatureError {
  return new FeatureError('score.unknown-column', `${job.table} ${problem}`, { location: { path: job.table } });
}

function unknownDetector(name: string, known: readonly string[]): FeatureError {
  const message = `There is no detector ${name} for this table: give one of ${known.join(', ')}.`;
  return new FeatureError('score.unknown-detector', message, { details: { detector: name } });
}

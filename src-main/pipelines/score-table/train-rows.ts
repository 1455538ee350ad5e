import { createHash } from 'node:crypto';
import { ModelError } from '#shared/base/errors.ts';
import type { TrainingMetrics } from '#shared/domain/model-version.ts';
import { type Evaluation, evaluate } from '#shared/metrics/evaluate.ts';
import { throwIfAborted } from '../../base/abort.ts';
import type { EncodedArtifact } from '../../models/model-file/encode-artifact.ts';
import { encodeRowArtifact, type RowArtifact } from '../../models/model-file/row-artifact.ts';
import { fitReference } from '../../models/reference-distribution.ts';
import { binnedRows } from '../../models/table/binned-rows.ts';
import { fitRowModel, type RowModel, scoreRowsBy } from '../../models/table/row-model.ts';
import type { NamedColumn } from '../../models/table/table-scaling.ts';
import { chooseDetector, unknownDetector } from './choose-detector.ts';
import { openTable } from './read-table.ts';
import { ROW_CODE } from '../analysis/feature-code.ts';
import { chooseColumns, readLabels } from './table-columns.ts';

export interface TrainRowsJob {
  readonly name: string;
  /** Absolute path of a CSV (also gzip) or Parquet file. */
  readonly table: string;
  readonly detector?: string | undefined;
  readonly labelColumn?: string | undefined;
  readonly ignoreColumns?: readonly string[] | undefined;
  /** `normal`: only rows the label column says are normal; without labels all rows are taken for normal. */
  readonly only: 'all' | 'normal';
  readonly seed: number;
  /** At most, for scoring rows; default: the machine's cores. */
  readonly threads?: number | undefined;
  /** Version of the product. */
  readonly product: string;
  readonly signal: AbortSignal;
  onProgress(stage: 'read' | 'fit', done: number, total: number): void;
}

export interface TrainedRows {
  readonly artifact: RowArtifact;
  readonly encoded: EncodedArtifact;
}

/**
 * Fits a detector on the rows of a table.
 * @throws FeatureError as `runScoreJob`; ModelError `model.cannot-fit` when there is too little to learn from
 */
export async function trainRows(job: TrainRowsJob): Promise<TrainedRows> {
  const detector = chooseDetector(job.detector);
  if (detector === 'baseline') throw unknownDetector(detector, ['ensemble', 'isolationForest', 'neighbours']);
  const { columns, labels } = await readTraining(job);
  const kept = job.only === 'normal' && labels !== null ? keepNormal(columns, labels) : columns;
  const rowCount = kept[0]?.values.length ?? 0;
  const leftOut = (columns[0]?.values.length ?? 0) - rowCount;
  job.onProgress('fit', 0, rowCount);
  const { model, scores } = await fitRows(job, kept, detector);
  throwIfAborted(job.signal);
  const artifact: RowArtifact = {
    name: job.name,
    features: { code: ROW_CODE, unitKind: 'row', session: null, windowSeconds: null, stepSeconds: null },
    model,
    training: {
      seed: job.seed,
      detectors: [detector],
      only: job.only,
      units: rowCount,
      leftOut,
      events: 0,
      features: kept.length,
      templates: 0,
      fingerprint: fingerprintColumns(kept),
      fromNs: null,
      toNs: null,
      product: job.product,
    },
    metrics: await measure(job, model, columns, labels),
    reference: fitReference(binnedRows(kept), scores),
  };
  return { artifact, encoded: encodeRowArtifact(artifact) };
}

async function readTraining(
  job: TrainRowsJob,
): Promise<{ columns: readonly NamedColumn[]; labels: readonly boolean[] | null }> {
  const table = await openTable(job.table, job.signal);
  try {
    job.onProgress('read', 0, table.rowCount);
    const names = chooseColumns(table, job);
    const labels = job.labelColumn === undefined ? null : await readLabels(table, job.labelColumn);
    const numbers = await table.readNumbers(names);
    return { columns: names.map((name, i) => ({ name, values: numbers[i]! })), labels };
  } finally {
    table.close();
  }
}

function keepNormal(columns: readonly NamedColumn[], labels: readonly boolean[]): NamedColumn[] {
  return columns.map(({ name, values }) => ({ name, values: values.filter((_value, row) => labels[row] === false) }));
}

async function fitRows(job: TrainRowsJob, columns: readonly NamedColumn[], detector: RowModel['detector']) {
  try {
    return await fitRowModel(columns, detector, job);
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    throw new ModelError(error.code, `${job.table}: ${error.message}`, { location: { path: job.table }, cause: error });
  }
}

/** Alarms and, with labels, quality on all rows of the training table, those left out included. */
async function measure(
  job: TrainRowsJob,
  model: RowModel,
  columns: readonly NamedColumn[],
  labels: readonly boolean[] | null,
): Promise<TrainingMetrics> {
  const { threshold, detector } = model;
  const scores = await scoreRowsBy(model, columns, job);
  const predictions = Uint8Array.from(scores, (score) => (score > threshold ? 1 : 0));
  const alarms = predictions.reduce((sum, one) => sum + one, 0);
  return {
    threshold,
    heldOutAlarmShare: scores.length === 0 ? 0 : alarms / scores.length,
    heldOutUnits: scores.length,
    detectors: [{ name: detector, fallback: null }],
    labelled: labels === null ? null : withoutCounts(evaluate({ labels, predictions, scores })),
  };
}

function withoutCounts({ precision, recall, f1, rocAuc, prAuc }: Evaluation): TrainingMetrics['labelled'] {
  return { precision, recall, f1, rocAuc, prAuc };
}

/** SHA-256 of names and values, 64 hex digits. */
function fingerprintColumns(columns: readonly NamedColumn[]): string {
  const hash = createHash('sha256');
  for (const { name, values } of columns) {
    hash.update(`${name.length}:${name}${values.length}`);
    hash.update(Buffer.from(values.buffer, values.byteOffset, values.byteLength));
  }
  return hash.digest('hex');
}

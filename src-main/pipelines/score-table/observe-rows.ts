import { ModelError } from '#shared/base/errors.ts';
import type { LabelEvaluation } from '#shared/domain/analysis-run.ts';
import { evaluate } from '#shared/metrics/evaluate.ts';
import { binnedRows } from '../../models/table/binned-rows.ts';
import { scoreRowsBy } from '../../models/table/row-model.ts';
import type { NamedColumn } from '../../models/table/table-scaling.ts';
import { observeModel, type Seen } from '../train/observe-model.ts';
import type { TableModel } from './load-row-model.ts';
import { openTable } from './read-table.ts';
import { checkColumns, readLabels } from './table-columns.ts';

export interface ObserveTableJob {
  /** Absolute path of a CSV (also gzip) or Parquet file. */
  readonly table: string;
  readonly model: TableModel;
  /** Ground truth, where the table has such a column. */
  readonly labelColumn: string | undefined;
  readonly threads?: number | undefined;
  readonly signal: AbortSignal;
}

/**
 * Scores the rows of a table by a model and compares both with its training; columns it does not know are left alone.
 * @throws ModelError `model.no-reference`: it keeps nothing to compare with; FeatureError `score.columns-differ`; what
 * `openTable` throws
 */
export async function observeTable({
  table: path,
  model,
  labelColumn,
  threads,
  signal,
}: ObserveTableJob): Promise<Seen> {
  if (model.reference === null) {
    throw new ModelError('model.no-reference', `${model.label} keeps nothing of how its rows were: train it again.`);
  }
  const table = await openTable(path, signal);
  try {
    const wanted = model.rows.columns;
    const known = table.columns.filter(({ name, isNumeric }) => isNumeric && wanted.includes(name));
    checkColumns(
      path,
      known.map(({ name }) => name),
      wanted,
      model.label,
    );
    const numbers = await table.readNumbers(wanted);
    const columns = wanted.map((name, i) => ({ name, values: numbers[i]! }));
    const hasLabels = table.columns.some(({ name }) => name === labelColumn);
    const labels = hasLabels && labelColumn !== undefined ? await readLabels(table, labelColumn) : null;
    const scores = await scoreRowsBy(model.rows, columns, { threads, signal });
    return observeRows(model, columns, scores, labels)!;
  } finally {
    table.close();
  }
}

/** @param labels Null without any. @returns Null when the model keeps nothing to compare with. */
export function observeRows(
  { rows: { threshold }, reference }: TableModel,
  columns: readonly NamedColumn[],
  scores: Float64Array,
  labels: readonly boolean[] | null,
): Seen | null {
  if (reference === null) return null;
  const evaluation = labels === null ? null : measure(labels, scores, threshold);
  const scored = { table: binnedRows(columns), scores };
  return observeModel({ reference }, { scored, threshold, unknownShare: 0, evaluation });
}

function measure(labels: readonly boolean[], scores: Float64Array, threshold: number): LabelEvaluation {
  const predictions = Uint8Array.from(scores, (score) => (score > threshold ? 1 : 0));
  const { precision, recall, f1, rocAuc, prAuc } = evaluate({ labels, predictions, scores });
  return { precision, recall, f1, rocAuc, prAuc };
}

import { ModelError } from '#shared/base/errors.ts';
import type { LabelEvaluation } from '#shared/domain/analysis-run.ts';
import { evaluate } from '#shared/metrics/evaluate.ts';
import { binnedRows } from '../../models/table/binned-rows.ts';
import { type RowModel, scoreRowsBy } from '../../models/table/row-model.ts';
import type { NamedColumn } from '../../models/table/table-scaling.ts';
import { compareSides, type ModelComparison, type ScoredSide } from '../train/compare-models.ts';
import { observeModel, type Seen } from '../train/observe-model.ts';
import type { TableModel } from './load-row-model.ts';
import { openTable } from './read-table.ts';
import { checkColumns, readLabels } from './table-columns.ts';

export interface ModelledTableJob {
  /** Absolute path of a CSV (also gzip) or Parquet file. */
  readonly table: string;
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
export async function observeTable(job: ModelledTableJob, model: TableModel): Promise<Seen> {
  if (model.reference === null) throw noReference(model);
  const { columns, labels } = await readFor(job, [model]);
  const seen = observeRows(model, columns, await scoreRowsBy(model.rows, columns, job), labels);
  if (seen === null) throw noReference(model);
  return seen;
}

function noReference({ label }: TableModel): ModelError {
  return new ModelError('model.no-reference', `${label} keeps nothing of how its rows were: train it again.`);
}

/**
 * Scores the rows of a table by two models, each at its own threshold; rows are named by their number, from 1.
 * @throws FeatureError `score.columns-differ`; what `openTable` throws
 */
export async function compareOnTable(
  job: ModelledTableJob,
  first: TableModel,
  second: TableModel,
): Promise<ModelComparison> {
  const { columns, labels } = await readFor(job, [first, second]);
  const sideOf = async ({ rows }: TableModel): Promise<ScoredSide> => {
    const scores = await scoreRowsBy(rows, columns, job);
    const { threshold } = rows;
    const evaluation = labels === null ? null : measure(labels, scores, threshold);
    return { scores, threshold, fallback: null, unknownShare: 0, evaluation };
  };
  return compareSides(await sideOf(first), await sideOf(second), { truth: labels, idOf: (row) => String(row + 1) });
}

/** The columns that models know, and labels. */
async function readFor(
  { table: path, labelColumn, signal }: ModelledTableJob,
  models: readonly TableModel[],
): Promise<{ readonly columns: readonly NamedColumn[]; readonly labels: readonly boolean[] | null }> {
  const table = await openTable(path, signal);
  try {
    const numeric = table.columns.filter(({ isNumeric }) => isNumeric).map(({ name }) => name);
    for (const { rows, label } of models) {
      checkColumns(
        path,
        numeric.filter((name) => rows.columns.includes(name)),
        rows.columns,
        label,
      );
    }
    const wanted = [...new Set(models.flatMap(({ rows }) => rows.columns))];
    const numbers = await table.readNumbers(wanted);
    const hasLabels = labelColumn !== undefined && table.columns.some(({ name }) => name === labelColumn);
    return {
      columns: wanted.map((name, i) => ({ name, values: numbers[i]! })),
      labels: hasLabels ? await readLabels(table, labelColumn) : null,
    };
  } finally {
    table.close();
  }
}

/** @param labels Null without any. @returns Null when the model keeps nothing to compare with. */
export function observeRows(
  { rows, reference }: TableModel,
  columns: readonly NamedColumn[],
  scores: Float64Array,
  labels: readonly boolean[] | null,
): Seen | null {
  if (reference === null) return null;
  const evaluation = labels === null ? null : measure(labels, scores, rows.threshold);
  const scored = { table: binnedRows(columns), scores };
  return observeModel({ reference }, { scored, threshold: rows.threshold, unknownShare: 0, evaluation });
}

function measure(labels: readonly boolean[], scores: Float64Array, threshold: RowModel['threshold']): LabelEvaluation {
  const predictions = Uint8Array.from(scores, (score) => (score > threshold ? 1 : 0));
  const { precision, recall, f1, rocAuc, prAuc } = evaluate({ labels, predictions, scores });
  return { precision, recall, f1, rocAuc, prAuc };
}

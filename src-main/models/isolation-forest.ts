import { ModelError } from '#shared/base/errors.ts';
import type { Contribution } from '#shared/domain/detection.ts';
import { type FeatureColumn, type FeatureTable, valueAt } from '#shared/domain/feature-table.ts';
import type { AnomalyModel, FitOptions, ModelState } from './anomaly-model.ts';
import { rankContributions } from './contributions.ts';
import { creditFeatures, sumPathLengths } from './isolation-scoring.ts';
import { averagePathLength, growTrees, type IsolationTrees } from './isolation-trees.ts';
import { quantile, sortedColumn, toMatrix } from './matrix.ts';
import { readState } from './model-state.ts';
import { Random } from './random.ts';

export interface IsolationForestOptions {
  /** Trees; default 100. */
  readonly nEstimators?: number;
  /** Rows of each tree; default 256, `all` takes every row up to 8,192. */
  readonly maxSamples?: number | 'all';
}

interface ForestState {
  readonly names: readonly string[];
  readonly maxSamples: number;
  readonly trees: IsolationTrees;
  /** Median and central 98 % of each feature, for people. */
  readonly ranges: readonly { readonly typical: number; readonly low: number; readonly high: number }[];
}

const MAX_ALL = 8192;
const MAX_FEATURES = 256;

/**
 * Isolation Forest over the columns of a feature table; scores in (0, 1].
 * Source: Liu, Ting, Zhou, "Isolation Forest", ICDM 2008. Deviation: features constant in a node are not drawn.
 */
export class IsolationForest implements AnomalyModel {
  readonly name = 'isolationForest';
  private readonly options: IsolationForestOptions;
  private state: ForestState | null = null;

  constructor(options: IsolationForestOptions = {}) {
    this.options = options;
  }

  fit(table: FeatureTable, { randomState, signal }: FitOptions): void {
    const columns = chooseColumns(table);
    const rowCount = table.units.length;
    if (rowCount < 8 || columns.length === 0) {
      throw new ModelError(
        'model.cannot-fit',
        `An isolation forest needs 8 units and a feature that varies; there are ${rowCount} and ${columns.length}.`,
      );
    }
    const names = columns.map(({ spec }) => spec.name);
    const { nEstimators = 100, maxSamples = 256 } = this.options;
    const samples = Math.min(rowCount, maxSamples === 'all' ? MAX_ALL : maxSamples);
    const { data } = toMatrix(table, names);
    const trees = growTrees(data, names.length, {
      nEstimators,
      maxSamples: samples,
      random: new Random(randomState),
      signal,
    });
    this.state = { names, maxSamples: samples, trees, ranges: columns.map((column) => rangeOf(column, rowCount)) };
  }

  score(table: FeatureTable): Float64Array {
    const { names, trees, maxSamples } = this.requireState();
    const { data } = toMatrix(table, names);
    const scale = trees.roots.length * averagePathLength(maxSamples);
    return sumPathLengths(trees, data, names.length).map((sum) => 2 ** (-sum / scale));
  }

  explain(table: FeatureTable, unit: number, limit: number): Contribution[] {
    const { names, trees, ranges } = this.requireState();
    const byName = new Map(table.columns.map((column) => [column.spec.name, column]));
    const columns = names.map((name) => byName.get(name));
    const row = Float32Array.from(columns, (column) => (column === undefined ? 0 : valueAt(column, unit)));
    const credit = creditFeatures(trees, row, names.length);
    const weighed = columns.flatMap((column, i) =>
      column === undefined ? [] : [{ spec: column.spec, actual: row[i]!, ...ranges[i]!, weight: credit[i]! }],
    );
    return rankContributions(weighed, limit);
  }

  save(): ModelState {
    return { model: this.name, version: 1, parameters: { ...this.requireState() } };
  }

  load(state: ModelState): void {
    const read = readState(state, this.name, 1);
    const saved = read.object<IsolationTrees>('trees', [
      'roots',
      'feature',
      'threshold',
      'left',
      'pathLength',
      'depth',
    ]);
    const trees = {
      roots: Int32Array.from(saved.roots),
      feature: Int16Array.from(saved.feature),
      threshold: Float32Array.from(saved.threshold),
      left: Int32Array.from(saved.left),
      pathLength: Float32Array.from(saved.pathLength),
      depth: saved.depth,
    };
    const names = read.strings('names');
    checkTrees(trees, names.length);
    const ranges = read.array<ForestState['ranges'][number]>('ranges', ['typical', 'low', 'high']);
    if (ranges.length !== names.length) throw badTrees('ranges', 'does not match the number of features');
    this.state = { names, maxSamples: read.number('maxSamples'), trees, ranges };
  }

  private requireState(): ForestState {
    if (this.state === null)
      throw new ModelError('model.not-fitted', 'The isolation forest has not been fitted: call fit or load first.');
    return this.state;
  }
}

/** Counts, durations and levels that vary; transitions are left to the novelty detector. The fullest ones when too many. */
function chooseColumns(table: FeatureTable): FeatureColumn[] {
  const isWindow = table.units.kind === 'window';
  const varying = table.columns.filter(({ spec, values, rows }) => {
    if (spec.lineage.previousTemplateId !== null || spec.measure === 'share' || spec.measure === 'mean') return false;
    if (isWindow ? spec.lineage.host !== null : spec.lineage.templateId === null) return false;
    const first = values[0];
    return (
      values.some((value) => value !== first) || (rows !== null && rows.length > 0 && rows.length < table.units.length)
    );
  });
  return varying
    .map((column) => ({ column, filled: column.rows === null ? table.units.length : column.rows.length }))
    .sort((a, b) => b.filled - a.filled)
    .slice(0, MAX_FEATURES)
    .map(({ column }) => column);
}

function rangeOf(column: FeatureColumn, unitCount: number): ForestState['ranges'][number] {
  const ascending = sortedColumn(column, unitCount);
  return { typical: quantile(ascending, 0.5), low: quantile(ascending, 0.01), high: quantile(ascending, 0.99) };
}

/** A forest from a file must stay inside its own arrays and always come to an end. */
function checkTrees(trees: IsolationTrees, featureCount: number): void {
  const nodes = trees.left.length;
  for (const field of ['feature', 'threshold', 'pathLength'] as const) {
    if (trees[field].length !== nodes) throw badTrees(`trees.${field}`, 'has another length than trees.left');
  }
  trees.left.forEach((left, node) => {
    if (left !== -1 && (left <= node || left + 1 >= nodes))
      throw badTrees(`trees.left[${node}]`, 'points outside the tree');
    if (left !== -1 && trees.feature[node]! >= featureCount)
      throw badTrees(`trees.feature[${node}]`, 'names no feature');
    if (trees.feature[node]! < 0) throw badTrees(`trees.feature[${node}]`, 'is negative');
  });
  for (const root of trees.roots)
    if (root < 0 || root >= nodes) throw badTrees('trees.roots', 'points outside the forest');
  if (!(trees.depth >= 1 && trees.depth <= 40)) throw badTrees('trees.depth', 'is not between 1 and 40');
}

function badTrees(field: string, problem: string): ModelError {
  return new ModelError('model.bad-state', `The saved forest cannot be used: ${field} ${problem}. Train it again.`, {
    details: { field },
  });
}

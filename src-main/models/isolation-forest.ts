import { ModelError } from '#shared/base/errors.ts';
import type { Contribution } from '#shared/domain/detection.ts';
import type { FeatureTable } from '#shared/domain/feature-table.ts';
import type { AnomalyModel, FitOptions, ModelState } from './anomaly-model.ts';
import { badTrees, checkTrees } from './check-trees.ts';
import { rankContributions, type WeighedFeature } from './contributions.ts';
import { creditFeatures, sumPathLengths } from './isolation-scoring.ts';
import { averagePathLength, growTrees, type IsolationTrees } from './isolation-trees.ts';
import { DEVIATION_FAMILIES, deviationMatrix, strongestOf } from './deviations.ts';
import { type Matrix, quantile, toMatrix } from './matrix.ts';
import { numericList, readState } from './model-state.ts';
import { Random } from './random.ts';
import { studyOf, weighFinding } from './window-study.ts';

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
 * Isolation Forest over a feature table; scores in (0, 1]. Sessions are rows of template counts; windows rows of
 * deviations from their usual level.
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
    const rowCount = table.units.length;
    const { names, data } = this.choose(table);
    if (rowCount < 8 || names.length === 0) {
      throw new ModelError(
        'model.cannot-fit',
        `An isolation forest needs 8 units and a feature that varies; there are ${rowCount} and ${names.length}.`,
      );
    }
    const { nEstimators = 100, maxSamples = 256 } = this.options;
    const samples = Math.min(rowCount, maxSamples === 'all' ? MAX_ALL : maxSamples);
    const trees = growTrees(data, names.length, {
      nEstimators,
      maxSamples: samples,
      random: new Random(randomState),
      signal,
    });
    this.state = { names, maxSamples: samples, trees, ranges: rangesOf(data, names.length) };
  }

  score(table: FeatureTable): Float64Array {
    const { names, trees, maxSamples } = this.requireState();
    const scale = trees.roots.length * averagePathLength(maxSamples);
    return sumPathLengths(trees, this.matrixOf(table), names.length).map((sum) => 2 ** (-sum / scale));
  }

  explain(table: FeatureTable, unit: number, limit: number): Contribution[] {
    const { names, trees, ranges } = this.requireState();
    const width = names.length;
    const row = this.matrixOf(table).subarray(unit * width, (unit + 1) * width);
    const credit = creditFeatures(trees, row, width);
    if (table.units.kind === 'window') return rankContributions(weighFamilies(table, unit, credit), limit);
    const byName = new Map(table.columns.map((column) => [column.spec.name, column]));
    const weighed = names.flatMap((name, i) => {
      const column = byName.get(name);
      return column === undefined ? [] : [{ spec: column.spec, actual: row[i]!, ...ranges[i]!, weight: credit[i]! }];
    });
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
      roots: Int32Array.from(numericList('trees.roots', saved.roots)),
      feature: Int16Array.from(numericList('trees.feature', saved.feature)),
      threshold: Float32Array.from(numericList('trees.threshold', saved.threshold)),
      left: Int32Array.from(numericList('trees.left', saved.left)),
      pathLength: Float32Array.from(numericList('trees.pathLength', saved.pathLength)),
      depth: saved.depth,
    };
    const names = read.strings('names');
    checkTrees(trees, names.length);
    const maxSamples = read.number('maxSamples');
    // Below two rows a path has no length to compare with, and every score would be 0 / 0.
    if (!(maxSamples >= 2)) throw badTrees('maxSamples', 'is below 2');
    const ranges = read.array<ForestState['ranges'][number]>('ranges', ['typical', 'low', 'high']);
    if (ranges.length !== names.length) throw badTrees('ranges', 'does not match the number of features');
    this.state = { names, maxSamples, trees, ranges };
  }

  private choose(table: FeatureTable): Matrix {
    return table.units.kind === 'window' ? deviationMatrix(studyOf(table), table.units.length) : countMatrix(table);
  }

  private matrixOf(table: FeatureTable): Float32Array {
    const { names } = this.requireState();
    if (table.units.kind === 'window') {
      const matrix = deviationMatrix(studyOf(table), table.units.length);
      if (matrix.names.join() !== names.join()) {
        throw new ModelError('model.shape-mismatch', 'The forest was fitted on other features than windows have now.');
      }
      return matrix.data;
    }
    return toMatrix(table, names).data;
  }

  private requireState(): ForestState {
    if (this.state === null)
      throw new ModelError('model.not-fitted', 'The isolation forest has not been fitted: call fit or load first.');
    return this.state;
  }
}

/** Counts a template of sessions; the fullest ones when there are too many. */
function countMatrix(table: FeatureTable): Matrix {
  const varying = table.columns.filter(({ spec, values, rows }) => {
    const { lineage, measure } = spec;
    if (measure !== 'count' || lineage.templateId === null || lineage.previousTemplateId !== null) return false;
    const first = values[0];
    return values.some((value) => value !== first) || (rows !== null && rows.length < table.units.length);
  });
  const names = varying
    .map(({ spec, rows }) => ({ name: spec.name, filled: rows === null ? table.units.length : rows.length }))
    .sort((a, b) => b.filled - a.filled)
    .slice(0, MAX_FEATURES)
    .map(({ name }) => name);
  return toMatrix(table, names);
}

/** Median and central 98 % of each feature of row-major data. */
function rangesOf(data: Float32Array, width: number): ForestState['ranges'] {
  const rows = data.length / width;
  return Array.from({ length: width }, (_, at) => {
    const ascending = Float64Array.from({ length: rows }, (_value, row) => data[row * width + at]!).sort();
    return { typical: quantile(ascending, 0.5), low: quantile(ascending, 0.01), high: quantile(ascending, 0.99) };
  });
}

/** Credit of each deviation family, told by the feature that deviates most in it; a feature is named once. */
function weighFamilies(table: FeatureTable, unit: number, credit: Float64Array): WeighedFeature[] {
  const study = studyOf(table);
  const { length } = table.units;
  const weighed = new Map<string, WeighedFeature>();
  DEVIATION_FAMILIES.forEach((family, i) => {
    const at = strongestOf(study, length, unit, family);
    if (at === null || credit[i]! <= 0) return;
    const feature = weighFinding(study, at);
    const known = weighed.get(feature.spec.name)?.weight ?? 0;
    weighed.set(feature.spec.name, { ...feature, weight: known + credit[i]! });
  });
  return [...weighed.values()];
}

import { ModelError } from '#shared/base/errors.ts';
import type { Contribution } from '#shared/domain/detection.ts';
import { type FeatureTable, isTemplateCount, valueAt } from '#shared/domain/feature-table.ts';
import type { AnomalyModel, FitOptions, ModelState } from './anomaly-model.ts';
import { rankContributions, type WeighedFeature } from './contributions.ts';
import { numericList, readState } from './model-state.ts';
import { countRow, type CountRows, countRows, keyOfRow, rowAt } from './count-rows.ts';

/** Different count vectors kept: the most frequent ones. */
const MAX_PATTERNS = 4096;

interface PatternState {
  /** Names of the template counts. */
  readonly names: readonly string[];
  readonly patterns: CountRows;
}

/**
 * How far the template counts of a session are from those of the nearest session that is known to be usual. Raw scores
 * are the sum over the templates of the differences of log(1 + count): 0 for a count vector seen before, 0.69 for one
 * event more or less where there usually is none, little for one more of many.
 * It needs training on usual units only: among unlabelled ones every unit is its own neighbour.
 */
export class NearestPattern implements AnomalyModel {
  readonly name = 'nearestPattern';
  #state: PatternState | null = null;

  fit(table: FeatureTable, { isUsual }: FitOptions): void {
    if (isUsual !== true) {
      throw new ModelError('model.cannot-fit', 'Nearest patterns need training on units that are known to be usual.');
    }
    const names = table.columns.filter(({ spec }) => isTemplateCount(spec)).map(({ spec }) => spec.name);
    if (table.units.kind !== 'session' || names.length === 0) {
      throw new ModelError('model.cannot-fit', 'Nearest patterns are of sessions with template counts.');
    }
    this.#state = { names, patterns: mostFrequent(countRows(table, names)) };
  }

  score(table: FeatureTable): Float64Array {
    const { names, patterns } = this.#require();
    const rows = countRows(table, [...names, ...unknownCounts(table, names)]);
    const seen = new Map<string, number>();
    const counts = new Float32Array(rows.width);
    return Float64Array.from({ length: rows.count }, (_, unit) => {
      const key = keyOfRow(rows, unit);
      const known = seen.get(key);
      if (known !== undefined) return known;
      const { distance } = findNearest(rows, unit, patterns, counts);
      seen.set(key, distance);
      return distance;
    });
  }

  explain(table: FeatureTable, unit: number, limit: number): Contribution[] {
    const { names, patterns } = this.#require();
    const all = [...names, ...unknownCounts(table, names)];
    const rows = countRow(table, all, unit);
    const { pattern } = findNearest(rows, 0, patterns, new Float32Array(rows.width));
    const usual = new Map(rowAt(patterns, pattern).map(([column, value]) => [column, value]));
    const columns = new Map(table.columns.map((column) => [column.spec.name, column]));
    const found = all.flatMap((name, at): WeighedFeature[] => {
      const column = columns.get(name);
      const typical = Math.round(Math.expm1(usual.get(at) ?? 0));
      const actual = column === undefined ? 0 : valueAt(column, unit);
      const weight = Math.abs(Math.log1p(actual) - Math.log1p(typical));
      return column === undefined || weight === 0
        ? []
        : [{ spec: column.spec, actual, typical, low: typical, high: typical, weight }];
    });
    return rankContributions(found, limit);
  }

  save(): ModelState {
    const { names, patterns } = this.#require();
    return { model: this.name, version: 1, parameters: { names, ...patterns } };
  }

  load(state: ModelState): void {
    const from = readState(state, this.name, 1);
    const names = from.strings('names');
    const { parameters } = state;
    const patterns: CountRows = {
      count: from.number('count'),
      width: from.number('width'),
      starts: Int32Array.from(numericList('starts', parameters['starts'])),
      columns: Int32Array.from(numericList('columns', parameters['columns'])),
      values: Float32Array.from(numericList('values', parameters['values'])),
    };
    checkRows(patterns, names.length);
    this.#state = { names, patterns };
  }

  #require(): PatternState {
    if (this.#state === null)
      throw new ModelError('model.not-fitted', 'The patterns have not been fitted: call fit or load first.');
    return this.#state;
  }
}

/** Template counts that training did not know. */
function unknownCounts(table: FeatureTable, names: readonly string[]): string[] {
  const known = new Set(names);
  return table.columns
    .filter(({ spec }) => isTemplateCount(spec) && !known.has(spec.name))
    .map(({ spec }) => spec.name);
}

/** Each different row once, the most frequent ones first; equal counts in order of first appearance. */
function mostFrequent(rows: CountRows): CountRows {
  const found = new Map<string, { unit: number; units: number }>();
  for (let unit = 0; unit < rows.count; unit++) {
    const key = keyOfRow(rows, unit);
    const known = found.get(key);
    if (known === undefined) found.set(key, { unit, units: 1 });
    else known.units++;
  }
  const kept = [...found.values()].sort((a, b) => b.units - a.units || a.unit - b.unit).slice(0, MAX_PATTERNS);
  const entries = kept.map(({ unit }) => rowAt(rows, unit));
  const starts = new Int32Array(kept.length + 1);
  entries.forEach((entry, i) => (starts[i + 1] = starts[i]! + entry.length));
  return {
    count: kept.length,
    width: rows.width,
    starts,
    columns: Int32Array.from(entries.flat(), ([column]) => column),
    values: Float32Array.from(entries.flat(), ([, value]) => value),
  };
}

/** @param counts Scratch of the rows' width, all zeros; is left so. */
function findNearest(
  rows: CountRows,
  unit: number,
  patterns: CountRows,
  counts: Float32Array,
): { distance: number; pattern: number } {
  let total = 0;
  for (let at = rows.starts[unit]!; at < rows.starts[unit + 1]!; at++) {
    counts[rows.columns[at]!] = rows.values[at]!;
    total += rows.values[at]!;
  }
  let distance = Infinity;
  let nearest = 0;
  for (let pattern = 0; pattern < patterns.count; pattern++) {
    // From the empty vector, corrected where the pattern has counts.
    let sum = total;
    for (let at = patterns.starts[pattern]!; at < patterns.starts[pattern + 1]!; at++) {
      const own = counts[patterns.columns[at]!]!;
      sum += Math.abs(own - patterns.values[at]!) - own;
    }
    if (sum < distance) {
      distance = sum;
      nearest = pattern;
    }
  }
  for (let at = rows.starts[unit]!; at < rows.starts[unit + 1]!; at++) counts[rows.columns[at]!] = 0;
  // Sums of the same numbers in another order differ in the last bits.
  return { distance: distance < 1e-5 ? 0 : distance, pattern: nearest };
}

function checkRows({ count, width, starts, columns, values }: CountRows, names: number): void {
  const isOrdered = starts.every((start, i) => start >= 0 && (i === 0 || start >= starts[i - 1]!));
  const isGood =
    Number.isInteger(count) &&
    count >= 1 &&
    width === names &&
    starts.length === count + 1 &&
    isOrdered &&
    starts[count] === columns.length &&
    columns.length === values.length &&
    columns.every((column) => column >= 0 && column < width) &&
    values.every((value) => value >= 0);
  if (isGood) return;
  throw new ModelError('model.bad-state', 'The saved model cannot be used: its patterns are broken. Train it again.', {
    details: { field: 'patterns' },
  });
}

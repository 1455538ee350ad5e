import type { DuckDBValue } from '@duckdb/node-api';
import { sqlString } from './engine.ts';

export type SqlScalar = string | number | bigint | boolean;

/** Collects the values of a statement while its text is built: as parameters to run it, or written out to show it. */
export class SqlText {
  readonly parameters: DuckDBValue[] = [];
  readonly #isShown: boolean;

  constructor(mode: 'run' | 'show') {
    this.#isShown = mode === 'show';
  }

  /** SQL for one value. */
  value(value: SqlScalar): string {
    if (this.#isShown) return typeof value === 'string' ? sqlString(value) : String(value);
    this.parameters.push(value);
    return `$${this.parameters.length}${castOf(value)}`;
  }

  /** SQL for `column IN (...)`; false for an empty list. */
  isIn(column: string, values: readonly SqlScalar[]): string {
    if (values.length === 0) return 'false';
    return `${column} IN (${values.map((value) => this.value(value)).join(', ')})`;
  }
}

/** The binding sends integers as HUGEINT or DOUBLE; without a cast both slow comparisons down and hide them from file statistics. */
function castOf(value: SqlScalar): string {
  if (typeof value === 'bigint') return '::BIGINT';
  if (typeof value !== 'number') return '';
  return Number.isSafeInteger(value) ? '::BIGINT' : '::DOUBLE';
}

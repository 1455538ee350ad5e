import type { Table, Vector } from 'apache-arrow';
import { ContractError } from '#shared/base/errors.ts';

/** Typed access to the columns of an Arrow table; a missing column is a broken contract and says so. */
export class ArrowColumns {
  readonly rowCount: number;
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
    this.rowCount = table.numRows;
  }

  has(name: string): boolean {
    return this.#table.getChild(name) !== null;
  }

  /** Names in table order. */
  names(): readonly string[] {
    return this.#table.schema.fields.map((field) => field.name);
  }

  /** Numbers of any width; 64-bit integers become doubles, null becomes NaN. */
  numbers(name: string): Float64Array {
    const vector = this.#column(name);
    const out = new Float64Array(this.rowCount);
    for (let row = 0; row < out.length; row++) {
      const value: unknown = vector.get(row);
      out[row] = value === null || value === undefined ? Number.NaN : Number(value);
    }
    return out;
  }

  /** 64-bit integers exactly; null stays null. Rows come from the raw buffers, so nothing is rounded. */
  bigints(name: string): readonly (bigint | null)[] {
    const vector = this.#column(name);
    return Array.from({ length: this.rowCount }, (_, row) => {
      const value: unknown = vector.get(row);
      if (value === null || value === undefined) return null;
      return typeof value === 'bigint' ? value : BigInt(Math.round(Number(value)));
    });
  }

  strings(name: string): readonly (string | null)[] {
    const vector = this.#column(name);
    return Array.from({ length: this.rowCount }, (_, row) => {
      const value: unknown = vector.get(row);
      if (value === null || value === undefined) return null;
      if (typeof value === 'string') return value;
      throw new ContractError('contract.table', `Column "${name}" of the answer holds no text; reload the page.`);
    });
  }

  /** Strings where null means empty. */
  texts(name: string): readonly string[] {
    return this.strings(name).map((value) => value ?? '');
  }

  #column(name: string): Vector {
    const vector = this.#table.getChild(name);
    if (vector === null)
      throw new ContractError('contract.table', `The answer has no column "${name}"; reload the page.`);
    return vector;
  }
}

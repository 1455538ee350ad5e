import type { SqlValue } from '#shared/contract/sql.ts';
import { showText } from './visible-text.ts';

const NUMERIC = /^(?:U?(?:TINY|SMALL|BIG|HUGE)?INT(?:EGER)?|FLOAT|DOUBLE|DECIMAL)/;
/** Widths are fitted to this many rows; later rows that are wider push their line out. */
const FITTED_ROWS = 500;

/** A table of text columns: numbers to the right, the rest to the left, every cell safe for a terminal. */
export class TextTable {
  readonly #write: (text: string) => Promise<void>;
  #names: string[] = [];
  #isNumber: boolean[] = [];
  #waiting: string[][] | null = [];
  #widths: number[] = [];
  #rows = 0;

  constructor(write: (text: string) => Promise<void>) {
    this.#write = write;
  }

  setColumns(columns: readonly { readonly name: string; readonly type: string }[]): void {
    this.#names = columns.map((column) => showText(column.name));
    this.#isNumber = columns.map((column) => NUMERIC.test(column.type));
  }

  async addRows(rows: readonly (readonly SqlValue[])[]): Promise<void> {
    this.#rows += rows.length;
    const cells = rows.map((row) => row.map(cellText));
    if (this.#waiting === null) {
      await this.#writeRows(cells);
      return;
    }
    this.#waiting.push(...cells);
    if (this.#waiting.length >= FITTED_ROWS) await this.#writeHead();
  }

  async end(): Promise<void> {
    if (this.#waiting !== null) await this.#writeHead();
    await this.#write(`(${this.#rows} ${this.#rows === 1 ? 'row' : 'rows'})\n`);
  }

  async #writeHead(): Promise<void> {
    const rows = this.#waiting ?? [];
    this.#waiting = null;
    this.#widths = this.#names.map((name, i) =>
      rows.reduce((most, row) => Math.max(most, row[i]?.length ?? 0), name.length),
    );
    await this.#writeRows([this.#names, this.#widths.map((width) => '-'.repeat(width)), ...rows]);
  }

  async #writeRows(rows: readonly (readonly string[])[]): Promise<void> {
    const lines = rows.map((row) =>
      row
        .map((cell, i) => this.#pad(cell, i))
        .join('  ')
        .trimEnd(),
    );
    if (lines.length > 0) await this.#write(`${lines.join('\n')}\n`);
  }

  #pad(cell: string, column: number): string {
    const width = this.#widths[column] ?? 0;
    return this.#isNumber[column] === true ? cell.padStart(width) : cell.padEnd(width);
  }
}

function cellText(value: SqlValue): string {
  return value === null ? 'NULL' : showText(String(value));
}

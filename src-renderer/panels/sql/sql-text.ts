import type { SqlResult, SqlValue } from '#shared/contract/sql.ts';
import { formatCount } from '../../ui/format.ts';

/** Columns whose numbers name something; separators would make them harder to read and copy. */
const NAMING_COLUMN = /(^|_)(id|ns|line|offset|year)$/i;

/** A cell as shown: whole numbers with separators except in naming columns, nothing for null. */
export function cellText(value: SqlValue, column = ''): string {
  if (value === null) return '';
  const isWhole = typeof value === 'bigint' || (typeof value === 'number' && Number.isSafeInteger(value));
  if (!isWhole || NAMING_COLUMN.test(column)) return String(value);
  return typeof value === 'bigint' ? value.toLocaleString('en-US') : formatCount(value);
}

export function isNumeric(type: string): boolean {
  return /INT|DOUBLE|FLOAT|DECIMAL|REAL|NUMERIC/i.test(type);
}

/** Column widths in characters: the longest of the name and the first rows, within bounds. */
export function columnWidths(result: SqlResult): readonly number[] {
  const sample = result.rows.slice(0, 100);
  return result.columns.map((column, i) => {
    const longest = Math.max(column.name.length, ...sample.map((row) => cellText(row[i] ?? null, column.name).length));
    return Math.min(120, Math.max(6, longest + 2));
  });
}

/** Tab-separated values with a header; raw values, tabs and line breaks inside a cell become spaces. */
export function resultToTsv(result: SqlResult): string {
  const clean = (value: SqlValue) => (value === null ? '' : String(value).replace(/[\t\r\n]+/g, ' '));
  const header = result.columns.map((column) => clean(column.name)).join('\t');
  return [header, ...result.rows.map((row) => row.map(clean).join('\t'))].join('\n');
}

import {
  DuckDBBlobValue,
  DuckDBListValue,
  DuckDBStructValue,
  DuckDBMapValue,
  DuckDBArrayValue,
  DuckDBDecimalValue,
  DuckDBTimestampValue,
  type DuckDBValue,
} from '@duckdb/node-api';

/** A result cell as plain data: 64-bit integers exact, times as RFC 3339 in UTC, nested values as JSON text. */
export type SqlCell = string | number | bigint | boolean | null;

export function toSqlCell(value: DuckDBValue): SqlCell {
  if (value === null || typeof value !== 'object') return value;
  if (value instanceof DuckDBTimestampValue) return timestampText(value);
  if (value instanceof DuckDBBlobValue) return hexText(value.bytes);
  if (value instanceof DuckDBDecimalValue) return value.toDouble();
  if (isNested(value)) return JSON.stringify(toPlain(value));
  return String(value);
}

function isNested(value: DuckDBValue): boolean {
  return (
    value instanceof DuckDBListValue ||
    value instanceof DuckDBArrayValue ||
    value instanceof DuckDBStructValue ||
    value instanceof DuckDBMapValue
  );
}

function toPlain(value: DuckDBValue): unknown {
  if (value instanceof DuckDBListValue || value instanceof DuckDBArrayValue) return value.items.map(toPlain);
  if (value instanceof DuckDBStructValue) {
    return Object.fromEntries(Object.entries(value.entries).map(([name, item]) => [name, toPlain(item)]));
  }
  if (value instanceof DuckDBMapValue) {
    return value.entries.map((entry) => ({ key: toPlain(entry.key), value: toPlain(entry.value) }));
  }
  const cell = toSqlCell(value);
  // JSON has no 64-bit integers: beyond what a double holds exactly they are text.
  if (typeof cell !== 'bigint') return cell;
  return cell >= Number.MIN_SAFE_INTEGER && cell <= Number.MAX_SAFE_INTEGER ? Number(cell) : cell.toString();
}

/** `2023-11-14T22:13:20.123456Z`; times that no calendar date expresses (infinity) as DuckDB writes them. */
function timestampText(value: DuckDBTimestampValue): string {
  const text = String(value);
  return /^\d{4}-\d{2}-\d{2} /.test(text) ? `${text.replace(' ', 'T')}Z` : text;
}

function hexText(bytes: Uint8Array): string {
  return `\\x${Buffer.from(bytes).toString('hex')}`;
}

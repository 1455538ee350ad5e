import { DataType, type Field, RecordBatchReader, type RecordBatch, TimeUnit, type Vector } from 'apache-arrow';
import { CancelledError } from '#shared/base/errors.ts';
import { throwIfAborted } from '../../base/abort.ts';
import type { StoredBytes } from '../sources/stored-bytes.ts';
import { DEFAULT_LIMITS, type SourceLimits } from '../sources/types.ts';
import { batchFault } from './arrow-columns.ts';
import { ArrowStream } from './arrow-stream.ts';
import { jsonCell, timeText } from './json-cell.ts';
import { type ColumnKind, TableDamage, type TableRows } from './table-rows.ts';

const BATCH_ROWS = 1024;
const NS_OF_UNIT: Readonly<Record<number, bigint>> = {
  [TimeUnit.SECOND]: 1_000_000_000n,
  [TimeUnit.MILLISECOND]: 1_000_000n,
  [TimeUnit.MICROSECOND]: 1000n,
  [TimeUnit.NANOSECOND]: 1n,
};

type ArrowKind = 'arrow' | 'arrow-stream';

/** Opens an Arrow IPC file or stream. @throws TableDamage for one without a sound schema */
export async function openArrow(
  bytes: StoredBytes,
  kind: ArrowKind,
  limits: SourceLimits = DEFAULT_LIMITS,
): Promise<TableRows> {
  const reader = await openReader(new ArrowStream(bytes, kind, limits), undefined);
  const fields = reader.schema.fields;
  await reader.cancel();
  return {
    columns: fields.map(({ name, type }) => ({ name, kind: kindOf(type) })),
    rowCount: null,
    read: (from, signal) => readRows(new ArrowStream(bytes, kind, limits), from, signal),
    close: () => undefined,
  };
}

async function openReader(stream: ArrowStream, signal: AbortSignal | undefined) {
  try {
    const reader = await RecordBatchReader.from(stream.messages(signal));
    await reader.open();
    if (stream.trouble !== null) throw stream.trouble;
    return reader;
  } catch (cause) {
    throw damageOf(cause);
  }
}

/** Reading starts at the front every time: batches hold no row numbers. */
async function* readRows(
  stream: ArrowStream,
  from: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly string[]> {
  const reader = await openReader(stream, signal);
  let passed = 0;
  try {
    for await (const batch of reader) {
      throwIfAborted(signal);
      const fault = batchFault(batch);
      if (fault !== null) throw new TableDamage(`A batch of the Arrow data ${fault}`);
      const first = Math.max(0, Math.min(from - passed, batch.numRows));
      for (let start = first; start < batch.numRows; start += BATCH_ROWS) {
        yield rowTexts(batch, start, Math.min(batch.numRows, start + BATCH_ROWS));
      }
      passed += batch.numRows;
    }
    if (stream.trouble !== null) throw stream.trouble;
  } catch (cause) {
    throwIfAborted(signal);
    throw damageOf(cause);
  } finally {
    await reader.cancel();
  }
}

function rowTexts(batch: RecordBatch, start: number, end: number): string[] {
  const columns = batch.schema.fields.map((field, index) => ({
    key: JSON.stringify(field.name),
    cell: cellReader(field, batch.getChildAt(index) as Vector),
  }));
  return Array.from({ length: end - start }, (_, row) => {
    return `{${columns.map(({ key, cell }) => `${key}:${cell(start + row)}`).join(',')}}`;
  });
}

function cellReader({ type }: Field, vector: Vector): (row: number) => string {
  if (DataType.isTimestamp(type)) {
    const values = vector.data[0]?.values as BigInt64Array;
    const isUtc = type.timezone !== null && type.timezone !== undefined && type.timezone !== '';
    const factor = NS_OF_UNIT[type.unit] ?? 1n;
    // The library's own getter rounds nanoseconds to milliseconds.
    return (row) => (vector.isValid(row) ? jsonCell(timeText((values[row] ?? 0n) * factor, isUtc)) : 'null');
  }
  if (DataType.isDate(type)) {
    return (row) =>
      vector.isValid(row) ? jsonCell(new Date(Number(vector.get(row))).toISOString().slice(0, 10)) : 'null';
  }
  if (DataType.isDecimal(type)) {
    return (row) => (vector.isValid(row) ? decimalText(vector.get(row) as Uint32Array, type.scale) : 'null');
  }
  return (row) => jsonCell(plainValue(vector.get(row)));
}

/** Lists, structs and maps as plain data. */
function plainValue(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
  return 'toJSON' in value && typeof value.toJSON === 'function' ? (value.toJSON() as unknown) : value;
}

/** A decimal of little-endian 32-bit words, two's complement. */
function decimalText(words: Uint32Array, scale: number): string {
  const bits = words.length * 32;
  const unsigned = words.reduceRight((sum, word) => (sum << 32n) | BigInt(word), 0n);
  const value = BigInt.asIntN(bits, unsigned);
  const digits = (value < 0n ? -value : value).toString().padStart(scale + 1, '0');
  const text = scale <= 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
  return `${value < 0n ? '-' : ''}${text}`;
}

function kindOf(type: DataType): ColumnKind {
  if (DataType.isTimestamp(type) || DataType.isDate(type)) return 'time';
  if (DataType.isUtf8(type) || DataType.isLargeUtf8(type)) return 'text';
  if (DataType.isDictionary(type)) return kindOf(type.dictionary as DataType);
  return DataType.isInt(type) || DataType.isFloat(type) || DataType.isDecimal(type) ? 'number' : 'other';
}

function damageOf(cause: unknown): unknown {
  if (cause instanceof TableDamage || cause instanceof CancelledError || !(cause instanceof Error)) return cause;
  return new TableDamage(`The Arrow data cannot be read: ${cause.message.split('\n')[0]}`, { offset: 0 });
}

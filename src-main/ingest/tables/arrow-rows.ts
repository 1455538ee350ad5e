import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { DataType, type Field, RecordBatchReader, type RecordBatch, TimeUnit, type Vector } from 'apache-arrow';
import { throwIfAborted } from '../../base/abort.ts';
import type { StoredFile } from '../sources/stored-file.ts';
import { jsonCell, timeText } from './json-cell.ts';
import { type ColumnKind, TableDamage, type TableRows } from './table-rows.ts';

const BATCH_ROWS = 1024;
const MAGIC = 'ARROW1';
const NS_OF_UNIT: Readonly<Record<number, bigint>> = {
  [TimeUnit.SECOND]: 1_000_000_000n,
  [TimeUnit.MILLISECOND]: 1_000_000n,
  [TimeUnit.MICROSECOND]: 1000n,
  [TimeUnit.NANOSECOND]: 1n,
};

/** Opens an Arrow IPC file or stream. @throws TableDamage for one without a sound schema */
export async function openArrow(path: string, file: StoredFile, kind: 'arrow' | 'arrow-stream'): Promise<TableRows> {
  if (kind === 'arrow') await checkMagic(file);
  const opened = await openReader(path, kind);
  const fields = opened.reader.schema.fields;
  await opened.close();
  return {
    columns: fields.map(({ name, type }) => ({ name, kind: kindOf(type) })),
    rowCount: null,
    read: (from, signal) => readRows(path, kind, from, signal),
    close: () => undefined,
  };
}

interface OpenReader {
  readonly reader: AsyncIterable<RecordBatch> & { readonly schema: { readonly fields: readonly Field[] } };
  close(): Promise<void>;
}

/** Reading starts at the front every time: batches hold no row numbers. */
async function openReader(path: string, kind: 'arrow' | 'arrow-stream'): Promise<OpenReader> {
  let handle: FileHandle | null = null;
  try {
    handle = await open(path);
    const source = kind === 'arrow' ? handle : createReadStream(path);
    const reader = await RecordBatchReader.from(source as FileHandle);
    await reader.open();
    const held = handle;
    return {
      reader: reader as unknown as OpenReader['reader'],
      close: async () => {
        await reader.cancel();
        await held.close().catch(() => undefined);
      },
    };
  } catch (cause) {
    await handle?.close().catch(() => undefined);
    throw damageOf(cause);
  }
}

async function checkMagic(file: StoredFile): Promise<void> {
  const size = file.sizeBytes;
  const tail = Buffer.alloc(Math.min(MAGIC.length, size));
  await file.readAt(tail, size - tail.length);
  if (tail.toString('latin1') === MAGIC) return;
  throw new TableDamage('The Arrow file ends without its footer', { isTruncated: true, offset: size });
}

async function* readRows(
  path: string,
  kind: 'arrow' | 'arrow-stream',
  from: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly string[]> {
  const { reader, close } = await openReader(path, kind);
  let passed = 0;
  try {
    for await (const batch of reader) {
      throwIfAborted(signal);
      const first = Math.max(0, Math.min(from - passed, batch.numRows));
      for (let start = first; start < batch.numRows; start += BATCH_ROWS) {
        yield rowTexts(batch, start, Math.min(batch.numRows, start + BATCH_ROWS));
      }
      passed += batch.numRows;
    }
  } catch (cause) {
    throwIfAborted(signal);
    throw damageOf(cause);
  } finally {
    await close();
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
  if (cause instanceof TableDamage || !(cause instanceof Error)) return cause;
  return new TableDamage(`The Arrow data cannot be read: ${cause.message.split('\n')[0]}`, { offset: 0 });
}

import { open, stat } from 'node:fs/promises';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { IngestError, LakeError, SentinelError } from '#shared/base/errors.ts';
import { throwIfAborted } from '../../base/abort.ts';
import { streamedChunks } from '../../base/streamed-chunks.ts';
import { engineSettings, sqlString } from '../../lake/engine.ts';

export interface TableColumn {
  readonly name: string;
  readonly isNumeric: boolean;
}

export interface TableReader {
  readonly columns: readonly TableColumn[];
  /** Rows in the order of the file. */
  readonly rowCount: number;
  /** Numeric columns, one array each; a missing or non-finite value is NaN. */
  readNumbers(names: readonly string[]): Promise<Float64Array[]>;
  /** One column as text, as a CSV has it; a missing value is empty. */
  readTexts(name: string): Promise<string[]>;
  close(): void;
}

const NUMERIC = /^(?:U?(?:TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)|FLOAT|DOUBLE|DECIMAL.*|BOOLEAN)$/;
/** Numbers held at once, over all columns asked for. */
const MAX_CELLS = 2 ** 28;
const MEMORY_BYTES = 384 * 2 ** 20;

/**
 * Opens a table of a CSV (also gzip) or Parquet file; the first CSV row holds the names.
 * @throws IngestError `source.not-found`, `source.permission`, `source.not-regular`, `score.empty`; LakeError
 * `score.bad-table` with the reader's own words, `score.too-large`.
 */
export async function openTable(path: string, signal: AbortSignal): Promise<TableReader> {
  const isBinary = await isParquet(path);
  const csv = (options: string) => `read_csv(${sqlString(path)}, header = true, ${options})`;
  const source = isBinary ? `read_parquet(${sqlString(path)})` : csv('sample_size = -1');
  const textSource = isBinary ? source : csv('all_varchar = true');
  throwIfAborted(signal);
  const instance = await DuckDBInstance.create(':memory:', {
    ...engineSettings({ threads: 1, memoryBytes: MEMORY_BYTES, temporaryFolder: null }),
    preserve_insertion_order: 'true',
  });
  const connection = await instance.connect();
  const close = () => {
    connection.closeSync();
    instance.closeSync();
  };
  const interrupt = () => connection.interrupt();
  signal.addEventListener('abort', interrupt, { once: true });
  const query = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (cause) {
      throwIfAborted(signal);
      throw toTableError(path, cause);
    }
  };
  try {
    const columns = await query(() => describeColumns(connection, source));
    const rowCount = await query(() => countRows(connection, source));
    if (rowCount === 0) throw new IngestError('score.empty', `${path} has no rows to score.`, { location: { path } });
    return {
      columns,
      rowCount,
      readNumbers: (names) => query(() => readNumbers(connection, source, { names, rowCount, path })),
      readTexts: (name) => query(() => readTexts(connection, textSource, name)),
      close: () => {
        signal.removeEventListener('abort', interrupt);
        close();
      },
    };
  } catch (error) {
    close();
    throw error;
  }
}

async function isParquet(path: string): Promise<boolean> {
  try {
    if (!(await stat(path)).isFile()) {
      throw new IngestError('source.not-regular', `${path} is not a file: give a CSV or Parquet table.`, {
        location: { path },
      });
    }
    const handle = await open(path, 'r');
    try {
      const magic = Buffer.alloc(4);
      await handle.read(magic, 0, 4, 0);
      return magic.toString('latin1') === 'PAR1';
    } finally {
      await handle.close();
    }
  } catch (cause) {
    if (cause instanceof SentinelError) throw cause;
    const isMissing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    const code = isMissing ? 'source.not-found' : 'source.permission';
    const reason = isMissing ? 'does not exist' : 'cannot be read: check its rights';
    throw new IngestError(code, `${path} ${reason}.`, { location: { path }, cause });
  }
}

async function describeColumns(connection: DuckDBConnection, source: string): Promise<TableColumn[]> {
  const reader = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${source}`);
  return reader.getRows().map(([name, type]) => ({ name: String(name), isNumeric: NUMERIC.test(String(type)) }));
}

async function countRows(connection: DuckDBConnection, source: string): Promise<number> {
  const reader = await connection.runAndReadAll(`SELECT count(*) FROM ${source}`);
  return Number(reader.getRows()[0]?.[0] ?? 0);
}

async function readNumbers(
  connection: DuckDBConnection,
  source: string,
  wanted: { readonly names: readonly string[]; readonly rowCount: number; readonly path: string },
): Promise<Float64Array[]> {
  const { names, rowCount, path } = wanted;
  if (names.length * rowCount > MAX_CELLS) {
    const message = `${path} holds ${rowCount} rows of ${names.length} columns, more than ${MAX_CELLS} numbers: split it or use --ignore.`;
    throw new LakeError('score.too-large', message, { location: { path } });
  }
  const columns = names.map(() => new Float64Array(rowCount));
  const list = names.map((name) => `CAST(${quoteName(name)} AS DOUBLE)`).join(', ');
  let row = 0;
  for await (const chunk of streamedChunks(connection, `SELECT ${list} FROM ${source}`)) {
    // Asked once: each time it is a call into the engine.
    const length = chunk.rowCount;
    for (let c = 0; c < columns.length; c++) {
      const vector = chunk.getColumnVector(c);
      const values = columns[c]!;
      for (let i = 0; i < length; i++) {
        const value = vector.getItem(i);
        values[row + i] = typeof value === 'number' && Number.isFinite(value) ? value : Number.NaN;
      }
    }
    row += length;
  }
  return columns;
}

async function readTexts(connection: DuckDBConnection, source: string, name: string): Promise<string[]> {
  const texts: string[] = [];
  for await (const chunk of streamedChunks(connection, `SELECT CAST(${quoteName(name)} AS VARCHAR) FROM ${source}`)) {
    const vector = chunk.getColumnVector(0);
    for (let i = 0; i < chunk.rowCount; i++) texts.push(String(vector.getItem(i) ?? ''));
  }
  return texts;
}

function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function toTableError(path: string, cause: unknown): Error {
  if (cause instanceof SentinelError) return cause;
  const reason = (cause instanceof Error ? cause.message : String(cause)).split('\n')[0];
  return new LakeError('score.bad-table', `${path} cannot be read as a table: ${reason}`, {
    location: { path },
    cause,
  });
}

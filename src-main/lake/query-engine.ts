import { type DuckDBConnection, type DuckDBDataChunk, DuckDBInstance, type DuckDBValue } from '@duckdb/node-api';
import { CancelledError, LakeError, SentinelError } from '#shared/base/errors.ts';
import { streamedChunks } from '../base/streamed-chunks.ts';
import { type EngineLimits, engineSettings, releaseFreedSql, sqlString } from './engine.ts';

/** Interrupting hits only a query that already runs, so it is repeated until the query has ended. */
const INTERRUPT_EVERY_MS = 10;

export interface QueryOptions {
  readonly parameters?: readonly DuckDBValue[];
  /** Aborting interrupts the query; the call then rejects with CancelledError. */
  readonly signal?: AbortSignal | undefined;
}

/** A DuckDB row as plain values: BIGINT as bigint, lists as arrays, timestamps and blobs as DuckDB's value objects. */
export type Row = Record<string, DuckDBValue>;

export interface EngineConnection {
  readonly duckdb: DuckDBConnection;
  readonly close: () => void;
}

/**
 * One in-memory DuckDB. Each query has a connection of its own, so that cancelling it never touches another.
 */
export class QueryEngine {
  readonly #instance: DuckDBInstance;
  readonly #limits: EngineLimits;
  #isClosed = false;

  private constructor(instance: DuckDBInstance, limits: EngineLimits) {
    this.#instance = instance;
    this.#limits = limits;
  }

  /** @param settings Further DuckDB settings, made after its built-in extensions are there. */
  static async open(limits: EngineLimits, settings: Readonly<Record<string, string>> = {}): Promise<QueryEngine> {
    const instance = await DuckDBInstance.create(':memory:', engineSettings(limits));
    const engine = new QueryEngine(instance, limits);
    for (const [name, value] of Object.entries(settings))
      await engine.execute(`SET GLOBAL ${name} = ${sqlString(value)}`);
    return engine;
  }

  /** Runs statements whose result nobody reads. */
  async execute(sql: string, options: QueryOptions = {}): Promise<void> {
    for await (const _chunk of this.stream(sql, options)) {
      // Nothing to do: statements have no rows.
    }
  }

  /** All rows; only for results known to be small. */
  async rows(sql: string, options: QueryOptions = {}): Promise<Row[]> {
    return this.session(options.signal, async (connection) => {
      const result = await connection.run(sql, toParameters(options));
      return result.getRowObjects();
    });
  }

  /**
   * Chunks of at most 2048 rows as the engine makes them; memory stays at a few chunks however long the result is.
   * Leaving the loop early ends the query.
   */
  async *stream(sql: string, options: QueryOptions = {}): AsyncGenerator<DuckDBDataChunk> {
    const connection = await this.connect(options.signal);
    try {
      yield* streamedChunks(connection.duckdb, sql, { parameters: toParameters(options), signal: options.signal });
    } catch (error) {
      throw toQueryError(error, options.signal);
    } finally {
      connection.close();
    }
  }

  /** Work on one connection, which sees its own temporary tables; interrupted by the signal like a query. */
  async session<T>(signal: AbortSignal | undefined, work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    const connection = await this.connect(signal);
    try {
      return await work(connection.duckdb);
    } catch (error) {
      throw toQueryError(error, signal);
    } finally {
      connection.close();
    }
  }

  /** A connection the caller closes; what runs on it is interrupted when the signal fires. */
  async connect(signal: AbortSignal | undefined): Promise<EngineConnection> {
    if (signal?.aborted) throw new CancelledError();
    if (this.#isClosed) throw new LakeError('lake.closed', 'The case was closed.');
    const duckdb = await this.#instance.connect();
    const watch = watchSignal(duckdb, signal);
    return {
      duckdb,
      close: () => {
        watch.stop();
        duckdb.closeSync();
      },
    };
  }

  /** See `releaseFreedSql`; queries go on meanwhile. */
  async releaseFreed(): Promise<void> {
    await this.execute(releaseFreedSql(this.#limits));
  }

  close(): void {
    if (!this.#isClosed) this.#instance.closeSync();
    this.#isClosed = true;
  }
}

function toParameters(options: QueryOptions): DuckDBValue[] | undefined {
  return options.parameters === undefined || options.parameters.length === 0 ? undefined : [...options.parameters];
}

function watchSignal(connection: DuckDBConnection, signal: AbortSignal | undefined): { stop: () => void } {
  if (signal === undefined) return { stop: () => undefined };
  let timer: NodeJS.Timeout | undefined;
  const interrupt = (): void => {
    connection.interrupt();
    timer ??= setInterval(() => connection.interrupt(), INTERRUPT_EVERY_MS);
  };
  if (signal.aborted) interrupt();
  signal.addEventListener('abort', interrupt, { once: true });
  return {
    stop: () => {
      signal.removeEventListener('abort', interrupt);
      clearInterval(timer);
    },
  };
}

/** DuckDB names its kind of error only at the start of the message. */
const KINDS: ReadonlyArray<readonly [RegExp, string, string]> = [
  [/^Out of Memory Error/, 'lake.out-of-memory', 'The query needs more memory than it may use. Narrow it down.'],
  [
    /regex|regular expression|missing \)|missing \]|no argument for repetition|invalid escape|bad repetition|invalid perl operator|invalid character class|trailing \\|unexpected \)/i,
    'lake.regex-invalid',
    'The regular expression is not valid (RE2 syntax, without look-around and back-references).',
  ],
  [/No files found|^IO Error.*(No such file|Cannot open file)/, 'lake.missing-file', 'A file of the case is missing.'],
  [/parquet|zstd|thrift|corrupt|Snappy/i, 'lake.corrupt', 'A file of the case is damaged.'],
];

/** @returns CancelledError when the caller aborted, else a LakeError with the engine's first line as its cause. */
export function toQueryError(error: unknown, signal?: AbortSignal): unknown {
  if (signal?.aborted) return new CancelledError();
  if (error instanceof SentinelError) return error;
  const message = error instanceof Error ? error.message : String(error);
  const known = KINDS.find(([pattern]) => pattern.test(message));
  const firstLine = message.split('\n')[0] ?? message;
  if (known !== undefined) return new LakeError(known[1], `${known[2]} (${firstLine})`, { cause: error });
  return new LakeError('lake.query', firstLine, { cause: error });
}

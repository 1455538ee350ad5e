import {
  type DuckDBConnection,
  type DuckDBPreparedStatement,
  type DuckDBResult,
  StatementType,
} from '@duckdb/node-api';
import { CancelledError, LakeError, SentinelError } from '#shared/base/errors.ts';
import type { LakeManifest } from '#shared/domain/lake-manifest.ts';
import { chunksOf } from '../base/streamed-chunks.ts';
import { loadDimensions } from './dimensions.ts';
import { type EngineLimits, sqlString } from './engine.ts';
import { QueryEngine, toQueryError } from './query-engine.ts';
import { type SqlCell, toSqlCell } from './sql-cell.ts';
import { PUBLIC_VIEWS, viewStatements } from './views.ts';

export interface SqlColumn {
  readonly name: string;
  /** DuckDB's name of the type. */
  readonly type: string;
}

export interface UserSqlOptions {
  readonly signal?: AbortSignal | undefined;
  /** Default 60 s. */
  readonly deadlineMs?: number | undefined;
}

export interface SqlTable {
  readonly columns: readonly SqlColumn[];
  readonly rows: readonly (readonly SqlCell[])[];
  /** More rows exist than were asked for. */
  readonly isTruncated: boolean;
  readonly seconds: number;
}

/** First the columns, then rows in batches of at most 2048. */
export type SqlBatch =
  | { readonly kind: 'columns'; readonly columns: readonly SqlColumn[] }
  | { readonly kind: 'rows'; readonly rows: readonly (readonly SqlCell[])[] };

const DEFAULT_DEADLINE_MS = 60_000;

/**
 * Runs SQL that a person wrote: one read-only statement over a case's views, in an engine of its own.
 * Three fences, each enough for what the others leave: the engine may open files of the lake folder only, and its
 * settings are locked; the statement must be a single SELECT (or EXPLAIN of one), because COPY and ATTACH could still
 * write inside that folder; memory, threads and time are bounded.
 */
export class UserSql {
  readonly #engine: QueryEngine;
  /** Manifest revision the views show. */
  readonly revision: number;

  private constructor(engine: QueryEngine, revision: number) {
    this.#engine = engine;
    this.revision = revision;
  }

  /** A later revision of the case needs a new one. */
  static async open(manifest: LakeManifest, lakeDir: string, limits: EngineLimits): Promise<UserSql> {
    // Without a temporary folder: DuckDB would allow it besides the lake.
    const engine = await QueryEngine.open({ ...limits, temporaryFolder: null });
    await engine.session(undefined, async (connection) => {
      await loadDimensions(connection, manifest);
      for (const statement of viewStatements(lakeDir, manifest)) await connection.run(statement);
      await connection.run(`SET allowed_directories = [${sqlString(`${lakeDir}/`)}]`);
      await connection.run('SET enable_external_access = false');
      await connection.run('SET lock_configuration = true');
    });
    return new UserSql(engine, manifest.revision);
  }

  /** @returns At most `maxRows` rows, from `offset` on. @throws as `stream` does. */
  async run(
    sql: string,
    maxRows: number,
    options: UserSqlOptions & { readonly offset?: number } = {},
  ): Promise<SqlTable> {
    const startedMs = performance.now();
    let columns: readonly SqlColumn[] = [];
    const rows: (readonly SqlCell[])[] = [];
    let toSkip = options.offset ?? 0;
    let isTruncated = false;
    for await (const batch of this.stream(sql, options)) {
      if (batch.kind === 'columns') {
        columns = batch.columns;
        continue;
      }
      const wanted = batch.rows.slice(toSkip, toSkip + maxRows - rows.length);
      isTruncated = batch.rows.length > toSkip + wanted.length;
      toSkip = Math.max(0, toSkip - batch.rows.length);
      rows.push(...wanted);
      if (isTruncated) break;
    }
    return { columns, rows, isTruncated, seconds: (performance.now() - startedMs) / 1000 };
  }

  /**
   * The whole result as it is made. Leaving the loop ends the query.
   * @throws LakeError `sql.invalid` | `sql.statement-count` | `sql.not-read-only` | `sql.forbidden` | `sql.timeout` | `lake.out-of-memory`;
   * CancelledError when the signal fires.
   */
  async *stream(sql: string, options: UserSqlOptions = {}): AsyncGenerator<SqlBatch> {
    const deadline = AbortSignal.timeout(options.deadlineMs ?? DEFAULT_DEADLINE_MS);
    const signal = options.signal === undefined ? deadline : AbortSignal.any([options.signal, deadline]);
    const connection = await this.#engine.connect(signal);
    try {
      const statement = await prepareReadOnly(connection.duckdb, sql);
      const result = await statement.stream();
      yield { kind: 'columns', columns: columnsOf(result) };
      for await (const chunk of chunksOf(connection.duckdb, sql, result, { signal })) {
        yield { kind: 'rows', rows: chunk.getRows().map((row) => row.map(toSqlCell)) };
      }
    } catch (error) {
      if (options.signal?.aborted) throw new CancelledError();
      if (deadline.aborted)
        throw new LakeError('sql.timeout', 'The query took too long and was stopped. Narrow it down.');
      throw toSqlError(error);
    } finally {
      connection.close();
    }
  }

  /** The views a query may use, with their columns. */
  async schema(): Promise<{ readonly view: string; readonly columns: readonly SqlColumn[] }[]> {
    const rows = await this.#engine.rows(
      'SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE NOT internal ORDER BY column_index',
    );
    return PUBLIC_VIEWS.map((view) => ({
      view,
      columns: rows
        .filter((row) => row['table_name'] === view)
        .map((row) => ({ name: row['column_name'] as string, type: row['data_type'] as string })),
    }));
  }

  close(): void {
    this.#engine.close();
  }
}

/** EXPLAIN ANALYZE runs what it explains, COPY included: only what follows decides. Options in brackets are not taken. */
const EXPLAIN = /^\s*EXPLAIN(\s+ANALYZE)?\s+(?=[^\s(])/i;

async function prepareReadOnly(connection: DuckDBConnection, sql: string): Promise<DuckDBPreparedStatement> {
  await refuseOthers(connection, sql.slice(EXPLAIN.exec(sql)?.[0].length ?? 0));
  const statements = await connection.extractStatements(sql);
  const statement = await statements.prepare(0);
  const { statementType } = statement;
  const isReadOnly = statementType === StatementType.SELECT || statementType === StatementType.EXPLAIN;
  if (statements.count !== 1 || !isReadOnly) throw notReadOnly();
  return statement;
}

/**
 * Lets a single SELECT pass. It is judged by DuckDB's own parser and before anything is prepared, because preparing has
 * effects already: EXPORT DATABASE makes its folder while it is planned.
 */
async function refuseOthers(connection: DuckDBConnection, sql: string): Promise<void> {
  const [row] = await (await connection.run('SELECT json_serialize_sql($1::VARCHAR)', [sql])).getRows();
  const parsed = JSON.parse(row?.[0] as string) as { error: boolean; error_type?: string; statements?: unknown[] };
  if (parsed.error && parsed.error_type === 'parser') await connection.extractStatements(sql);
  if (parsed.error) throw notReadOnly();
  const count = parsed.statements?.length ?? 0;
  if (count === 0) throw new LakeError('sql.statement-count', 'There is no statement to run.');
  if (count > 1) throw new LakeError('sql.statement-count', `One statement can be run at a time; these are ${count}.`);
}

function notReadOnly(): LakeError {
  const what = 'Only SELECT, and EXPLAIN [ANALYZE] of a SELECT, can be run here. Nothing was changed.';
  return new LakeError('sql.not-read-only', what);
}

function columnsOf(result: DuckDBResult): SqlColumn[] {
  return result.columnNames().map((name, index) => ({ name, type: String(result.columnType(index)) }));
}

function toSqlError(error: unknown): unknown {
  if (error instanceof SentinelError) return error;
  const message = error instanceof Error ? error.message : String(error);
  if (/Permission Error|configuration has been locked|disabled by configuration/.test(message)) {
    const what = 'Nothing outside the case can be reached from here.';
    return new LakeError('sql.forbidden', `${what} (${message.split('\n')[0]})`, { cause: error });
  }
  const known = toQueryError(error);
  // The whole message: it marks the place in the statement.
  return known instanceof LakeError && known.code === 'lake.query'
    ? new LakeError('sql.invalid', message.replace(/^Failed to extract statements: /, ''), { cause: error })
    : known;
}

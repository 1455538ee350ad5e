import type Database from 'better-sqlite3';
import { type Compilable, DummyDriver, Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely';
import { toCatalogError } from './catalog-errors.ts';
import type { CatalogSchema } from './schema.ts';

/** Builds typed SQL; runs nothing. */
export const queries = new Kysely<CatalogSchema>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
});

/**
 * Runs built queries synchronously: a commit must not interleave with other work of its thread.
 * Integers come back exact: columns ending in `_ns` as bigint, all others as number.
 */
export class Sqlite {
  readonly database: Database.Database;
  readonly #statements = new Map<string, Database.Statement>();

  constructor(database: Database.Database) {
    this.database = database;
  }

  all<Row>(query: Compilable<Row>): Row[] {
    return this.#guard(() => {
      const { sql, parameters } = query.compile();
      return this.#prepare(sql)
        .all(parameters)
        .map(toRow<Row>);
    });
  }

  first<Row>(query: Compilable<Row>): Row | undefined {
    return this.#guard(() => {
      const { sql, parameters } = query.compile();
      const row = this.#prepare(sql).get(parameters);
      return row === undefined ? undefined : toRow<Row>(row);
    });
  }

  /** @returns Number of changed rows. */
  run(query: Compilable): number {
    return this.#guard(() => {
      const { sql, parameters } = query.compile();
      return this.#prepare(sql).run(parameters).changes;
    });
  }

  /** One fixed statement for many rows: building a query costs more than running it. @returns Changed rows of each call. */
  prepareRun(sql: string): (...parameters: readonly (string | number | bigint | null)[]) => number {
    return this.#guard(() => {
      const statement = this.#prepare(sql);
      return (...parameters) => this.#guard(() => statement.run(...parameters).changes);
    });
  }

  /** All or nothing; nested calls join the outer transaction. */
  transaction<T>(work: () => T): T {
    return this.#guard(() => (this.database.inTransaction ? work() : this.database.transaction(work).immediate()));
  }

  /** Reads from one point in time. */
  snapshot<T>(work: () => T): T {
    return this.#guard(() => (this.database.inTransaction ? work() : this.database.transaction(work).deferred()));
  }

  /** Rows a pragma answers. */
  pragma(text: string): Record<string, unknown>[] {
    return this.#guard(() => this.database.pragma(text) as Record<string, unknown>[]);
  }

  #prepare(sql: string): Database.Statement {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      // Queries with lists of values differ in text; the cache must not grow with them.
      if (this.#statements.size > 200) this.#statements.clear();
      statement = this.database.prepare(sql);
      if (statement.reader) statement.safeIntegers(true);
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  #guard<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw toCatalogError(error, this.database.name);
    }
  }
}

function toRow<Row>(row: unknown): Row {
  const out: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(row as Record<string, unknown>)) {
    out[name] = typeof value === 'bigint' && !name.endsWith('_ns') ? Number(value) : value;
  }
  return out as Row;
}

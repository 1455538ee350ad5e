import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { ModelError } from '#shared/base/errors.ts';
import { toRegistryError } from './registry-errors.ts';

const SCHEMA_VERSION = 1;

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS model (name TEXT PRIMARY KEY, next_number INTEGER NOT NULL, created_ms INTEGER NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS version (
    name TEXT NOT NULL REFERENCES model ON DELETE CASCADE, number INTEGER NOT NULL, created_ms INTEGER NOT NULL,
    origin TEXT NOT NULL, parent INTEGER, artifact_hash TEXT NOT NULL, size_bytes INTEGER NOT NULL,
    features_json TEXT NOT NULL, training_json TEXT NOT NULL, metrics_json TEXT NOT NULL, train_seconds REAL,
    request_json TEXT, memory_hash TEXT, PRIMARY KEY (name, number)) STRICT;
  CREATE TABLE IF NOT EXISTS alias (
    name TEXT NOT NULL REFERENCES model ON DELETE CASCADE, alias TEXT NOT NULL, number INTEGER NOT NULL,
    PRIMARY KEY (name, alias)) STRICT;
  CREATE TABLE IF NOT EXISTS alias_move (
    move_id INTEGER PRIMARY KEY, name TEXT NOT NULL REFERENCES model ON DELETE CASCADE, alias TEXT NOT NULL,
    from_number INTEGER, to_number INTEGER, at_ms INTEGER NOT NULL, reason TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS observation (
    observation_id INTEGER PRIMARY KEY, name TEXT NOT NULL REFERENCES model ON DELETE CASCADE, number INTEGER NOT NULL,
    at_ms INTEGER NOT NULL, body_json TEXT NOT NULL) STRICT;
  CREATE INDEX IF NOT EXISTS observation_by_version ON observation (name, number, at_ms);
  CREATE TABLE IF NOT EXISTS alert (
    alert_id INTEGER PRIMARY KEY, name TEXT NOT NULL REFERENCES model ON DELETE CASCADE, number INTEGER NOT NULL,
    at_ms INTEGER NOT NULL, kind TEXT NOT NULL, message TEXT NOT NULL, is_read INTEGER NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS schedule (
    name TEXT PRIMARY KEY REFERENCES model ON DELETE CASCADE, cron TEXT NOT NULL, time_zone TEXT NOT NULL,
    mode TEXT NOT NULL, next_ms INTEGER, last_ms INTEGER, last_outcome TEXT) STRICT;
  PRAGMA user_version = ${SCHEMA_VERSION};
`;

/** One SQLite file for all models of a home, shared by processes; every failure leaves with the registry's own code. */
export class RegistryDatabase {
  readonly path: string;
  readonly #database: Database.Database;
  readonly #statements = new Map<string, Database.Statement>();

  /** @param folder Made when absent. @throws ModelError `model.newer` when a later version of the product wrote the file. */
  constructor(folder: string) {
    this.path = join(folder, 'registry.sqlite');
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      this.#database = new Database(this.path, { timeout: 5000 });
      const version = Number(this.#database.pragma('user_version', { simple: true }));
      if (version > SCHEMA_VERSION) throw newerError(this.path, version);
      this.#database.pragma('journal_mode = WAL');
      // A version that was acknowledged must survive a power cut like its artifact.
      this.#database.pragma('synchronous = FULL');
      this.#database.pragma('foreign_keys = ON');
      if (version < SCHEMA_VERSION) this.#database.exec(SCHEMA);
    } catch (error) {
      throw toRegistryError(error, this.path);
    }
  }

  all<Row>(sql: string, ...parameters: readonly (string | number | null)[]): Row[] {
    return this.#guard(() => this.#prepare(sql).all(...parameters) as Row[]);
  }

  first<Row>(sql: string, ...parameters: readonly (string | number | null)[]): Row | undefined {
    return this.#guard(() => this.#prepare(sql).get(...parameters) as Row | undefined);
  }

  /** @returns Number of changed rows. */
  run(sql: string, ...parameters: readonly (string | number | null)[]): number {
    return this.#guard(() => this.#prepare(sql).run(...parameters).changes);
  }

  /** All or nothing, alone among all processes. */
  transaction<T>(work: () => T): T {
    return this.#guard(() => this.#database.transaction(work).immediate());
  }

  close(): void {
    this.#database.close();
  }

  #prepare(sql: string): Database.Statement {
    let statement = this.#statements.get(sql);
    if (statement === undefined) this.#statements.set(sql, (statement = this.#database.prepare(sql)));
    return statement;
  }

  #guard<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw toRegistryError(error, this.path);
    }
  }
}

function newerError(path: string, version: number): ModelError {
  return new ModelError(
    'model.newer',
    `${path} was written by a newer Log Sentinel (schema ${version}, this one knows ${SCHEMA_VERSION}).`,
    { location: { path }, details: { version, known: SCHEMA_VERSION } },
  );
}

import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import type Database from 'better-sqlite3';
import { Kysely, SqliteAdapter, SqliteDialect } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { CatalogError } from '#shared/base/errors.ts';
import { toCatalogError } from './catalog-errors.ts';
import { MIGRATIONS, SCHEMA_VERSION } from './migrations/index.ts';

/** Where SQLite keeps `PRAGMA user_version` in its header, big-endian. */
const USER_VERSION_OFFSET = 60;

/** SQLite does roll back DDL; with this the migrator runs all pending migrations in one transaction. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

class CatalogDialect extends SqliteDialect {
  override createAdapter(): SqliteAdapter {
    return new TransactionalAdapter();
  }
}

/** @throws CatalogError `catalog.newer` when a later version of the product wrote the file; nothing is written then. */
export function refuseNewer(database: Database.Database, known: number = SCHEMA_VERSION): number {
  const version = Number(database.pragma('user_version', { simple: true }));
  if (version > known) throw newerError(database.name, version, known);
  return version;
}

/**
 * The same check on the file's header alone: opening an SQLite file in WAL mode, even to read, puts two files beside it.
 * Anything that is not an SQLite header passes; opening it will say what is wrong.
 */
export function refuseNewerHeader(path: string): void {
  const header = Buffer.alloc(100);
  const file = openSync(path, 'r');
  try {
    if (readSync(file, header, 0, 100, 0) < 100 || !header.toString('latin1').startsWith('SQLite format 3')) return;
  } finally {
    closeSync(file);
  }
  const version = header.readUInt32BE(USER_VERSION_OFFSET);
  if (version > SCHEMA_VERSION) throw newerError(path, version, SCHEMA_VERSION);
}

function newerError(path: string, version: number, known: number): CatalogError {
  return new CatalogError(
    'catalog.newer',
    `${path} was written by a newer Log Sentinel (schema ${version}, this one knows ${known}). Open it with that version.`,
    { location: { path }, details: { version, known } },
  );
}

/**
 * Brings a catalog to the current schema, in one transaction, after a copy of an older one beside it
 * (`catalog.sqlite.schema-N.backup`, kept). An interrupted or failed migration leaves the old catalog.
 */
export async function migrateCatalog(
  database: Database.Database,
  migrations: Readonly<Record<string, Migration>> = MIGRATIONS,
): Promise<void> {
  const target = Object.keys(migrations).length;
  const version = refuseNewer(database, target);
  if (version === target) return;
  const backupPath = `${database.name}.schema-${version}.backup`;
  if (version > 0 && !existsSync(backupPath)) await database.backup(backupPath);
  const kysely = new Kysely<unknown>({ dialect: new CatalogDialect({ database }) });
  const migrator = new Migrator({ db: kysely, provider: { getMigrations: () => Promise.resolve({ ...migrations }) } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) {
    const known = toCatalogError(error, database.name);
    // A full or failing disk is not the migration's fault; anything else is.
    if (known instanceof CatalogError && /^catalog\.(disk-full|io|read-only)$/.test(known.code)) throw known;
    throw new CatalogError('catalog.migration', `${database.name} could not be brought to schema ${target}.`, {
      cause: error,
      location: { path: database.name },
    });
  }
  // Last: cut off before this line, the next open finds nothing left to migrate and only sets it.
  database.pragma(`user_version = ${target}`);
}

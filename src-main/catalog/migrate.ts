import { existsSync } from 'node:fs';
import type Database from 'better-sqlite3';
import { Kysely, SqliteAdapter, SqliteDialect } from 'kysely';
import { Migrator } from 'kysely/migration';
import { CatalogError } from '#shared/base/errors.ts';
import { MIGRATIONS, SCHEMA_VERSION } from './migrations/index.ts';

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
export function refuseNewer(database: Database.Database): number {
  const version = Number(database.pragma('user_version', { simple: true }));
  if (version <= SCHEMA_VERSION) return version;
  throw new CatalogError(
    'catalog.newer',
    `${database.name} was written by a newer Log Sentinel (schema ${version}, this one knows ${SCHEMA_VERSION}). Open it with that version.`,
    { location: { path: database.name }, details: { version, known: SCHEMA_VERSION } },
  );
}

/**
 * Brings a catalog to the current schema, in one transaction, after a copy of an older one beside it
 * (`catalog.sqlite.schema-N.backup`, kept). An interrupted migration leaves the old catalog.
 */
export async function migrateCatalog(database: Database.Database): Promise<void> {
  const version = refuseNewer(database);
  if (version === SCHEMA_VERSION) return;
  const backupPath = `${database.name}.schema-${version}.backup`;
  if (version > 0 && !existsSync(backupPath)) await database.backup(backupPath);
  const kysely = new Kysely<unknown>({ dialect: new CatalogDialect({ database }) });
  const migrator = new Migrator({ db: kysely, provider: { getMigrations: () => Promise.resolve({ ...MIGRATIONS }) } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) {
    throw new CatalogError('catalog.migration', `${database.name} could not be brought to schema ${SCHEMA_VERSION}.`, {
      cause: error,
      location: { path: database.name },
    });
  }
  database.pragma(`user_version = ${SCHEMA_VERSION}`);
}

import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Migration } from 'kysely/migration';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrateCatalog } from '../../../src-main/catalog/migrate.ts';
import { MIGRATIONS, SCHEMA_VERSION } from '../../../src-main/catalog/migrations/index.ts';

const addColour: Migration = {
  up: (db) => db.schema.alterTable('settings').addColumn('colour', 'text').execute(),
};
const failHalfway: Migration = {
  up: async (db) => {
    await db.schema.createTable('half').addColumn('a', 'text').execute();
    throw new Error('planted');
  },
};

let folder: string;
let database: Database.Database;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'migrate-'));
  database = new Database(join(folder, 'catalog.sqlite'));
  await migrateCatalog(database);
  database.exec(`INSERT INTO settings VALUES ('kept', 'true')`);
});
afterEach(async () => {
  database.close();
  await rm(folder, { recursive: true });
});

const version = (): unknown => database.pragma('user_version', { simple: true });
const tables = (): unknown[] =>
  database.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY 1`).pluck().all();

describe('migrateCatalog', () => {
  it('counts the migrations as the schema version and does nothing when there is none to run', async () => {
    expect(version()).toBe(SCHEMA_VERSION);
    await migrateCatalog(database);
    expect(existsSync(join(folder, 'catalog.sqlite.schema-1.backup'))).toBe(false);
  });

  it('runs the missing migrations after a copy of the older file, and keeps the data', async () => {
    await migrateCatalog(database, { ...MIGRATIONS, '9998-colour': addColour });
    expect(version()).toBe(SCHEMA_VERSION + 1);
    expect(database.prepare('SELECT * FROM settings').all()).toEqual([
      { key: 'kept', value_json: 'true', colour: null },
    ]);
    const copy = new Database(join(folder, `catalog.sqlite.schema-${SCHEMA_VERSION}.backup`), { readonly: true });
    expect(copy.pragma('user_version', { simple: true })).toBe(SCHEMA_VERSION);
    copy.close();
  });

  it('leaves the older catalog untouched when one of several migrations fails', async () => {
    const before = tables();
    const run = migrateCatalog(database, { ...MIGRATIONS, '9998-colour': addColour, '9999-half': failHalfway });
    await expect(run).rejects.toMatchObject({ code: 'catalog.migration', cause: { message: 'planted' } });
    expect(tables()).toEqual(before);
    expect(version()).toBe(SCHEMA_VERSION);
    expect(database.prepare('SELECT * FROM settings').all()).toEqual([{ key: 'kept', value_json: 'true' }]);
  });
});

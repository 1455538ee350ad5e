import type { Migration } from 'kysely/migration';
import { initial } from './0001-initial.ts';
import { templateEdits } from './0002-template-edits.ts';

/** Every migration by name, in order. A released one is never changed; add the next instead. */
export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-initial': initial,
  '0002-template-edits': templateEdits,
};

/** Number of migrations = schema version, kept in `PRAGMA user_version` so that an older program can refuse a newer file. */
export const SCHEMA_VERSION = Object.keys(MIGRATIONS).length;

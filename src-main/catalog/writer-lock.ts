import { readFileSync, rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { CatalogError } from '#shared/base/errors.ts';
import { writeFileAtomic } from '../base/atomic-write.ts';
import { toCatalogError } from './catalog-errors.ts';

/** Who may write a case. */
export interface LockHolder {
  readonly pid: number;
  readonly host: string;
  readonly sinceMs: number;
}

/** Times the name of a holder that has just taken the lock is waited for, 20 ms each. */
const HOLDER_TRIES = 10;

/**
 * The one right to write a case.
 * The lock itself is an operating-system lock on `writer.lock` (an SQLite database that stays empty): it dies with its
 * process however that ends, so it can never be stale, and a reused pid cannot fool it. `writer.json` beside it only
 * says who holds it; one left over by a dead writer is overwritten.
 * Do not open and close `writer.lock` elsewhere in the same process: POSIX would drop the lock with it.
 */
export class WriterLock {
  readonly #database: Database.Database;
  readonly #infoPath: string;
  /** The writer that ended without closing the case, if there was one. */
  readonly abandonedBy: LockHolder | null;

  private constructor(database: Database.Database, infoPath: string, abandonedBy: LockHolder | null) {
    this.#database = database;
    this.#infoPath = infoPath;
    this.abandonedBy = abandonedBy;
  }

  /** @throws CatalogError `catalog.locked` with `pid` and `host` in its details while another writer lives. */
  static async acquire(caseDir: string): Promise<WriterLock> {
    const infoPath = join(caseDir, 'writer.json');
    const database = openLockFile(join(caseDir, 'writer.lock'));
    try {
      database.exec('BEGIN EXCLUSIVE');
    } catch (error) {
      database.close();
      if (isBusy(error)) throw lockedError(caseDir, await waitForHolder(infoPath), error);
      throw toCatalogError(error, caseDir);
    }
    const abandonedBy = readHolder(infoPath);
    const holder: LockHolder = { pid: process.pid, host: hostname(), sinceMs: Date.now() };
    try {
      await writeFileAtomic(infoPath, JSON.stringify(holder));
    } catch (error) {
      database.close();
      throw toCatalogError(error, caseDir);
    }
    return new WriterLock(database, infoPath, abandonedBy);
  }

  release(): void {
    if (!this.#database.open) return;
    rmSync(this.#infoPath, { force: true });
    this.#database.close();
  }
}

/** Who writes a case now, as far as its folder tells; null when nobody said so. */
export function readHolder(infoPath: string): LockHolder | null {
  try {
    const value: unknown = JSON.parse(readFileSync(infoPath, 'utf8'));
    if (typeof value !== 'object' || value === null) return null;
    const { pid, host, sinceMs } = value as Record<string, unknown>;
    if (typeof pid !== 'number' || typeof host !== 'string') return null;
    return { pid, host, sinceMs: typeof sinceMs === 'number' ? sinceMs : 0 };
  } catch {
    // Absent or half a file of a foreign tool: the lock itself does not depend on it.
    return null;
  }
}

function openLockFile(path: string): Database.Database {
  try {
    return new Database(path, { timeout: 0 });
  } catch (error) {
    throw toCatalogError(error, path);
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY');
}

async function waitForHolder(infoPath: string): Promise<LockHolder | null> {
  for (let attempt = 0; attempt < HOLDER_TRIES; attempt++) {
    const holder = readHolder(infoPath);
    if (holder !== null) return holder;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return null;
}

function lockedError(caseDir: string, holder: LockHolder | null, cause: unknown): CatalogError {
  const who = holder === null ? 'another program' : `process ${holder.pid} on ${holder.host}`;
  return new CatalogError(
    'catalog.locked',
    `Case ${caseDir} is being written by ${who}. Wait until it has finished, or open the case read-only.`,
    { cause, location: { path: caseDir }, details: { pid: holder?.pid ?? null, host: holder?.host ?? null } },
  );
}

import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { CatalogError } from '#shared/base/errors.ts';
import { CaseCatalog } from './case-catalog.ts';
import { toCatalogError } from './catalog-errors.ts';
import { cleanLake } from './clean-lake.ts';
import { migrateCatalog, refuseNewer, refuseNewerHeader } from './migrate.ts';
import { SCHEMA_VERSION } from './migrations/index.ts';
import { queries, Sqlite } from './sqlite.ts';
import { WriterLock } from './writer-lock.ts';

export interface OpenCaseOptions {
  /**
   * `create`: for writing, making the case where there is none; `write`: an existing case, for writing;
   * `read`: an existing case, without a lock and without writing to its folder, also while another process writes it.
   */
  readonly mode: 'create' | 'write' | 'read';
}

/** How long a statement waits for another connection's commit. */
const BUSY_TIMEOUT_MS = 5_000;

/**
 * Opens a case folder.
 * @throws CatalogError `catalog.not-found` | `catalog.locked` (another writer lives; `pid` and `host` in the details) |
 * `catalog.newer` (nothing is written) | `catalog.corrupt` | `catalog.read-only` | `catalog.disk-full` | `catalog.io`
 */
export async function openCase(caseDir: string, options: OpenCaseOptions): Promise<CaseCatalog> {
  const path = catalogPath(caseDir);
  try {
    if (options.mode !== 'create' && !existsSync(path)) {
      throw new CatalogError('catalog.not-found', `There is no case in ${caseDir}. Check the path.`, {
        location: { path: caseDir },
      });
    }
    if (existsSync(path)) refuseNewerHeader(path);
    return options.mode === 'read' ? openForReading(caseDir) : await openForWriting(caseDir);
  } catch (error) {
    throw toCatalogError(error, path);
  }
}

export function catalogPath(caseDir: string): string {
  return join(caseDir, 'catalog.sqlite');
}

async function openForWriting(caseDir: string): Promise<CaseCatalog> {
  const path = catalogPath(caseDir);
  await mkdir(caseDir, { recursive: true, mode: 0o700 });
  const lock = await WriterLock.acquire(caseDir);
  let database: Database.Database | null = null;
  try {
    database = new Database(path, { timeout: BUSY_TIMEOUT_MS });
    database.pragma('journal_mode = WAL');
    // FULL: a commit is the acknowledgement of a block, and must survive a power cut like the block's files. It costs one
    // fsync for several MiB of input, beside the six or so of the files themselves; NORMAL could forget acknowledged blocks.
    database.pragma('synchronous = FULL');
    database.pragma('foreign_keys = ON');
    await migrateCatalog(database);
    const sqlite = new Sqlite(database);
    seedMeta(sqlite);
    const catalog = new CaseCatalog(sqlite, {
      caseDir,
      mode: 'write',
      abandonedBy: lock.abandonedBy,
      release: () => lock.release(),
    });
    const known = new Set(catalog.segments.list().map((segment) => segment.relativePath));
    for (const gold of catalog.runs.listGoldPaths()) known.add(gold);
    await cleanLake(caseDir, (relativePath) => known.has(relativePath));
    return catalog;
  } catch (error) {
    database?.close();
    lock.release();
    throw error;
  }
}

function openForReading(caseDir: string): CaseCatalog {
  const { database, release } = openReadOnly(catalogPath(caseDir));
  try {
    const version = refuseNewer(database);
    if (version < SCHEMA_VERSION) {
      const what = `${caseDir} was written by an older Log Sentinel (schema ${version}). Open it once for writing to bring it up to date.`;
      throw new CatalogError('catalog.older', what, { location: { path: caseDir }, details: { version } });
    }
    return new CaseCatalog(new Sqlite(database), { caseDir, mode: 'read', abandonedBy: null, release });
  } catch (error) {
    database.close();
    release();
    throw error;
  }
}

/** A WAL database on a read-only medium cannot be opened in place (SQLite needs its -shm file): a private copy is. */
function openReadOnly(path: string): { database: Database.Database; release: () => void } {
  const database = new Database(path, { readonly: true, timeout: BUSY_TIMEOUT_MS });
  try {
    database.pragma('user_version');
    return { database, release: () => undefined };
  } catch (error) {
    database.close();
    if (!isReadOnlyMedium(error)) throw error;
    const folder = mkdtempSync(join(tmpdir(), 'log-sentinel-'));
    const release = (): void => rmSync(folder, { recursive: true, force: true });
    try {
      const copy = join(folder, 'catalog.sqlite');
      copyFileSync(path, copy);
      if (existsSync(`${path}-wal`)) copyFileSync(`${path}-wal`, `${copy}-wal`);
      return { database: new Database(copy, { timeout: BUSY_TIMEOUT_MS }), release };
    } catch (copyError) {
      release();
      throw copyError;
    }
  }
}

function isReadOnlyMedium(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return code.startsWith('SQLITE_CANTOPEN') || code.startsWith('SQLITE_READONLY');
}

function seedMeta(sqlite: Sqlite): void {
  const rows = [
    { key: 'revision', value: '1' },
    { key: 'created_ms', value: String(Date.now()) },
  ];
  for (const row of rows) {
    sqlite.run(
      queries
        .insertInto('meta')
        .values(row)
        .onConflict((c) => c.column('key').doNothing()),
    );
  }
}

import { createHash } from 'node:crypto';
import { mkdirSync, realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import Database from 'better-sqlite3';
import { type Settings, settingsSchema } from '#shared/contract/app.ts';
import { HOME_RULES_SCHEMA, HomeRules } from './home-rules.ts';

/** A case as the home remembers it; the counts are those of the last time it was open. */
export interface KnownCase {
  readonly caseId: string;
  readonly dir: string;
  readonly name: string;
  readonly createdAtMs: number;
  readonly openedAtMs: number;
  readonly counts: CaseCounts;
}

export interface CaseCounts {
  readonly sizeBytes: number;
  readonly files: number;
  readonly lines: number;
  readonly events: number;
  readonly incidents: number;
}

export const NO_COUNTS: CaseCounts = { sizeBytes: 0, files: 0, lines: 0, events: 0, incidents: 0 };

interface CaseRow {
  readonly case_id: string;
  readonly dir: string;
  readonly name: string;
  readonly created_ms: number;
  readonly opened_ms: number;
  readonly counts: string;
  readonly is_recent: number;
}

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS known_case (
    case_id TEXT PRIMARY KEY, dir TEXT NOT NULL, name TEXT NOT NULL, created_ms INTEGER NOT NULL,
    opened_ms INTEGER NOT NULL, counts TEXT NOT NULL, is_recent INTEGER NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS running_job (case_dir TEXT NOT NULL, job_id TEXT NOT NULL, PRIMARY KEY (case_dir, job_id)) STRICT;
  ${HOME_RULES_SCHEMA}
  PRAGMA user_version = 1;
`;

/** The home folder's own small store: settings, rules for all cases, known cases, and which cases have a job to resume. Shared by processes. */
export class HomeStore {
  readonly homeDir: string;
  /** What is normal in every case. */
  readonly rules: HomeRules;
  readonly #database: Database.Database;

  constructor(homeDir: string) {
    this.homeDir = resolve(homeDir);
    mkdirSync(this.homeDir, { recursive: true, mode: 0o700 });
    this.#database = new Database(join(this.homeDir, 'home.sqlite'), { timeout: 5000 });
    this.#database.pragma('journal_mode = WAL');
    this.#database.exec(SCHEMA);
    this.rules = new HomeRules(this.#database);
  }

  get casesDir(): string {
    return join(this.homeDir, 'cases');
  }

  get logPath(): string {
    return join(this.homeDir, 'logs', 'engine.log');
  }

  settings(): Settings {
    const rows = this.#database.prepare<[], { name: string; value: string }>('SELECT name, value FROM setting').all();
    const known = new Set(Object.keys(settingsSchema.shape));
    const stored = rows.filter((row) => known.has(row.name)).map((row) => [row.name, JSON.parse(row.value) as unknown]);
    const parsed = settingsSchema.safeParse(Object.fromEntries(stored));
    return parsed.success ? parsed.data : settingsSchema.parse({});
  }

  updateSettings(changes: Partial<Settings>): Settings {
    const write = this.#database.prepare(
      'INSERT INTO setting VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
    );
    this.#database.transaction(() => {
      for (const [name, value] of Object.entries(changes)) {
        if (value !== undefined) write.run(name, JSON.stringify(value));
      }
    })();
    return this.settings();
  }

  /** Puts a case on top of the recent list. */
  rememberCase(dir: string, name: string, nowMs: number): KnownCase {
    const caseId = caseIdOf(dir);
    const counts = JSON.stringify(NO_COUNTS);
    this.#database
      .prepare(
        `INSERT INTO known_case VALUES (?, ?, ?, ?, ?, ?, 1)
         ON CONFLICT (case_id) DO UPDATE SET dir = excluded.dir, opened_ms = excluded.opened_ms, is_recent = 1`,
      )
      .run(caseId, dir, name, nowMs, nowMs, counts);
    return this.findCase(caseId)!;
  }

  updateCounts(caseId: string, counts: CaseCounts): void {
    this.#database.prepare('UPDATE known_case SET counts = ? WHERE case_id = ?').run(JSON.stringify(counts), caseId);
  }

  findCase(caseId: string): KnownCase | null {
    const row = this.#database.prepare<[string], CaseRow>('SELECT * FROM known_case WHERE case_id = ?').get(caseId);
    return row === undefined ? null : knownCase(row);
  }

  recentCases(): KnownCase[] {
    const sql = 'SELECT * FROM known_case WHERE is_recent = 1 ORDER BY opened_ms DESC, case_id LIMIT 200';
    return this.#database.prepare<[], CaseRow>(sql).all().map(knownCase);
  }

  /** Off the recent list; the id stays known so that open windows keep working. */
  forgetCase(caseId: string): boolean {
    return this.#database.prepare('UPDATE known_case SET is_recent = 0 WHERE case_id = ?').run(caseId).changes > 0;
  }

  removeCase(caseId: string): void {
    this.#database.prepare('DELETE FROM known_case WHERE case_id = ?').run(caseId);
  }

  addRunningJob(caseDir: string, jobId: string): void {
    this.#database.prepare('INSERT OR IGNORE INTO running_job VALUES (?, ?)').run(caseDir, jobId);
  }

  removeRunningJob(caseDir: string, jobId: string): void {
    this.#database.prepare('DELETE FROM running_job WHERE case_dir = ? AND job_id = ?').run(caseDir, jobId);
  }

  /** Jobs that had not ended when their process did. */
  runningJobs(): { caseDir: string; jobId: string }[] {
    const sql = 'SELECT case_dir AS caseDir, job_id AS jobId FROM running_job ORDER BY rowid';
    return this.#database.prepare<[], { caseDir: string; jobId: string }>(sql).all();
  }

  dispose(): void {
    this.#database.close();
  }
}

/** 16 hex digits from the folder's real path: the same case has the same id in every process. */
export function caseIdOf(dir: string): string {
  return createHash('sha256').update(realFolder(dir)).digest('hex').slice(0, 16);
}

function realFolder(dir: string): string {
  const full = resolve(dir);
  try {
    return realpathSync.native(full);
  } catch {
    return join(realFolderOfParent(full), basename(full));
  }
}

function realFolderOfParent(full: string): string {
  const parent = dirname(full);
  return parent === full ? full : realFolder(parent);
}

function knownCase(row: CaseRow): KnownCase {
  return {
    caseId: row.case_id,
    dir: row.dir,
    name: row.name,
    createdAtMs: row.created_ms,
    openedAtMs: row.opened_ms,
    counts: { ...NO_COUNTS, ...(JSON.parse(row.counts) as CaseCounts) },
  };
}

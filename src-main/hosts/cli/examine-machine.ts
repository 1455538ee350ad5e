import { access, constants, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, freemem, tmpdir, totalmem } from 'node:os';
import { delimiter, join } from 'node:path';
import { formatBytes } from '#shared/base/number-text.ts';
import type { DoctorCheck } from '#shared/contract/app.ts';

const NODE_MAJOR = 24;
const LEAST_MEMORY_BYTES = 1.5 * 2 ** 30;
const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge', 'msedge'];

/** Checks that need no service: each native part is loaded by itself, so that one missing part is named. */
export async function examineMachine(): Promise<DoctorCheck[]> {
  return Promise.all([
    check('Node.js', `Use Node ${NODE_MAJOR}: npm run cli brings its own.`, () => {
      if (Number.parseInt(process.versions.node, 10) !== NODE_MAJOR) throw new Error(process.version);
      return `${process.version} on ${process.platform}-${process.arch}`;
    }),
    check('SQLite', 'Run npm ci again on this machine; the better-sqlite3 library does not load.', openSqlite),
    check('DuckDB', 'Run npm ci again on this machine; the DuckDB library does not load.', openDuckdb),
    check('Temporary folder', 'Set TMPDIR to a folder that can be written.', writeTemporary),
    check('Processors and memory', 'Close other programs, or set --memory lower.', () => {
      const text = `${availableParallelism()} threads, ${formatBytes(freemem())} of ${formatBytes(totalmem())} free`;
      if (totalmem() < LEAST_MEMORY_BYTES) throw new Error(text);
      return text;
    }),
    findBrowser(),
  ]);
}

async function openSqlite(): Promise<string> {
  const { default: Database } = await import('better-sqlite3');
  const database = new Database(':memory:');
  try {
    const row = database.prepare<[], { version: string }>('SELECT sqlite_version() AS version').get();
    return `SQLite ${row?.version}`;
  } finally {
    database.close();
  }
}

async function openDuckdb(): Promise<string> {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(':memory:', { autoinstall_known_extensions: 'false' });
  try {
    const connection = await instance.connect();
    const reader = await connection.runAndReadAll("SELECT version(), json_extract('{\"a\":1}', '$.a')::INTEGER");
    connection.closeSync();
    return `DuckDB ${String(reader.getRows()[0]?.[0])}`;
  } finally {
    instance.closeSync();
  }
}

async function writeTemporary(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'log-sentinel-doctor-'));
  try {
    await writeFile(join(folder, 'probe'), 'probe');
    return tmpdir();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A browser is only a convenience: the desktop app and the command line do without. */
async function findBrowser(): Promise<DoctorCheck> {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const named = [process.env['CHROMIUM_PATH'], process.env['CHROME_PATH']].filter((path) => path !== undefined);
  const candidates = [...named, ...BROWSERS.flatMap((name) => folders.map((folder) => join(folder, name)))];
  for (const path of candidates) {
    const isThere = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return { name: 'Chromium', isOk: true, detail: path, advice: null };
  }
  return {
    name: 'Chromium',
    isOk: true,
    detail: 'not found on the path; serve --no-open prints an address for any browser',
    advice: null,
  };
}

async function check(name: string, advice: string, probe: () => Promise<string> | string): Promise<DoctorCheck> {
  try {
    return { name, isOk: true, detail: await probe(), advice: null };
  } catch (error) {
    return { name, isOk: false, detail: error instanceof Error ? error.message : String(error), advice };
  }
}

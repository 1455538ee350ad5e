import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ReportError, SentinelError } from '#shared/base/errors.ts';
import { REPORT_FORMATS, type ReportFile } from '#shared/contract/reports.ts';
import { asidePath, publishFile, writeFileAtomic } from '../../base/atomic-write.ts';
import { reportsFolder } from '../../base/case-layout.ts';
import type { CaseReader } from '../../lake/case-reader.ts';
import { writeCsvLines } from '../../reports/csv-export.ts';
import { writeHtmlReport } from '../../reports/html-report.ts';
import { writeJsonExport } from '../../reports/json-export.ts';
import type { LineBatches } from '../../reports/line-rows.ts';
import { writeMarkdownReport } from '../../reports/markdown-report.ts';
import { learnRow, redactReport, redactRow } from '../../reports/redact-input.ts';
import { createRedactor, type Redactor } from '../../reports/redactor.ts';
import { CaseReading } from '../case-reading.ts';
import type { CaseSession } from '../case-sessions.ts';
import { copyLinesToParquet, readCaseLines } from './case-lines.ts';
import { gatherReport } from './gather.ts';

type ReportFormat = ReportFile['format'];

export interface ReportRequest {
  readonly format: ReportFormat;
  readonly isRedacted: boolean;
  readonly version: string;
}

const REDACTED_MARK = '-redacted';
const KEY_SETTING = 'redactionKey';

/**
 * Writes a report into the case's `reports` folder; it is visible only when it is whole.
 * @throws ReportError `report.leak` | `report.not-redactable`
 */
export async function createReport(
  session: CaseSession,
  request: ReportRequest,
  signal?: AbortSignal,
): Promise<ReportFile> {
  const folder = reportsFolder(session.dir);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const stamp = new Date().toISOString().replace(/[-:]/g, '').replace('T', '-').slice(0, 15);
  const mark = request.isRedacted ? REDACTED_MARK : '';
  const name = `report-${stamp}-${randomBytes(2).toString('hex')}${mark}.${request.format}`;
  const path = join(folder, name);
  const { reader } = await CaseReading.of(session);
  const redactor = request.isRedacted ? await openRedactor(session, reader) : null;
  await writeReport({ session, reader, redactor, path, request, signal });
  return describeReport(folder, name);
}

/** Newest first. */
export async function listReports(session: CaseSession): Promise<ReportFile[]> {
  const folder = reportsFolder(session.dir);
  const names = await readdir(folder).catch(() => []);
  const known = names.filter((name) => name.startsWith('report-') && formatOf(name) !== null);
  const reports = await Promise.all(known.map((name) => describeReport(folder, name)));
  return reports.toSorted((a, b) => b.createdAtMs - a.createdAtMs || (a.name < b.name ? 1 : -1));
}

interface WriteRequest {
  readonly session: CaseSession;
  readonly reader: CaseReader;
  readonly redactor: Redactor | null;
  readonly path: string;
  readonly request: ReportRequest;
  readonly signal?: AbortSignal;
}

async function writeReport(write: WriteRequest): Promise<void> {
  const { session, reader, redactor, path, request, signal } = write;
  if (request.format === 'parquet') return writeParquet(write);
  const lines = () => redactLines(readCaseLines(reader, signal), redactor);
  const isExport = request.format === 'csv' || request.format === 'json';
  if (redactor !== null && isExport) await learnLines(readCaseLines(reader, signal), redactor);
  if (request.format === 'csv') return writeStream(path, writeCsvLines(lines()));
  const gathered = await gatherReport(session, request.version, signal);
  const input = redactor === null ? gathered : redactReport(gathered, redactor);
  if (request.format === 'json') return writeStream(path, writeJsonExport(input, lines()));
  await writeFileAtomic(path, request.format === 'html' ? writeHtmlReport(input) : writeMarkdownReport(input), {
    mode: 0o600,
  });
}

async function writeParquet({ reader, redactor, path, signal }: WriteRequest): Promise<void> {
  if (redactor !== null) {
    throw new ReportError('report.not-redactable', 'A Parquet export cannot be redacted. Use csv or json.');
  }
  const aside = asidePath(path);
  try {
    await copyLinesToParquet(reader, aside, signal);
    await publishFile(aside, path);
  } finally {
    await rm(aside, { force: true });
  }
}

function writeStream(path: string, parts: AsyncIterable<string>): Promise<void> {
  const write = async (handle: { write(text: string): Promise<unknown> }) => {
    for await (const part of parts) await handle.write(part);
  };
  return writeFileAtomic(path, write, { mode: 0o600 });
}

async function* redactLines(batches: LineBatches, redactor: Redactor | null): LineBatches {
  for await (const batch of batches) yield redactor === null ? batch : batch.map((row) => redactRow(row, redactor));
}

/** Names are told by their context on some line and have to go from all lines: hence a first pass over everything. */
async function learnLines(batches: LineBatches, redactor: Redactor): Promise<void> {
  for await (const batch of batches) {
    for (const row of batch) learnRow(row, redactor);
  }
}

async function openRedactor(session: CaseSession, reader: CaseReader): Promise<Redactor> {
  const rows = await reader.query('SELECT DISTINCT host FROM events WHERE host IS NOT NULL ORDER BY host LIMIT 5000');
  return createRedactor({ key: await redactionKey(session), hosts: rows.map((row) => row['host'] as string) });
}

/** One key a case, so that two reports of it can be read together; a case that others write gets one for this report. */
async function redactionKey(session: CaseSession): Promise<string> {
  const stored = session.catalog.settings.get(KEY_SETTING);
  if (typeof stored === 'string') return stored;
  const key = randomBytes(32).toString('base64url');
  try {
    (await session.writable()).settings.set(KEY_SETTING, key);
  } catch (error) {
    const isReadOnly = error instanceof SentinelError && ['catalog.locked', 'catalog.read-only'].includes(error.code);
    if (!isReadOnly) throw error;
  }
  return key;
}

async function describeReport(folder: string, name: string): Promise<ReportFile> {
  const path = join(folder, name);
  const { size, mtimeMs } = await stat(path);
  const format = formatOf(name);
  if (format === null) throw new ReportError('report.not-found', `${name} is not a report.`);
  return {
    name,
    path,
    format,
    sizeBytes: size,
    createdAtMs: Math.trunc(mtimeMs),
    isRedacted: name.includes(REDACTED_MARK),
  };
}

function formatOf(name: string): ReportFormat | null {
  return REPORT_FORMATS.find((format) => name.endsWith(`.${format}`)) ?? null;
}

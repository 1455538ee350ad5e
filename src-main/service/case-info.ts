import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { CaseInfo, CaseSummary } from '#shared/contract/cases.ts';
import { addAccounts, EMPTY_ACCOUNT } from '#shared/domain/line-account.ts';
import { catalogPath } from '../catalog/open.ts';
import type { CatalogSource } from '../catalog/repositories/sources.ts';
import type { CaseSession } from './case-sessions.ts';
import { partialOf } from './analyze/partial-slot.ts';
import type { CaseCounts, HomeStore, KnownCase } from './home-store.ts';
import type { JobManager } from './jobs/job-manager.ts';
import { splitIncidents } from './suppressions.ts';

/** A case of the recent list, with the counts of the last time it was open. */
export function summarizeKnown(known: KnownCase): CaseSummary {
  const { caseId, dir, name, createdAtMs, openedAtMs, counts } = known;
  return { caseId, dir, name, createdAtMs, openedAtMs, isAvailable: existsSync(catalogPath(dir)), ...counts };
}

/** The case as it is now; refreshes what the home remembers of it. */
export async function describeCase(session: CaseSession, home: HomeStore, jobs: JobManager): Promise<CaseInfo> {
  const { catalog, caseId, dir, name } = session;
  const sources = catalog.sources.list();
  const counts = await rememberCounts(session, home);
  const known = home.findCase(caseId) ?? home.rememberCase(dir, name, Date.now());
  return {
    summary: { ...summarizeKnown({ ...known, counts }), createdAtMs: catalog.createdMs },
    version: catalog.revision,
    readShare: readShare(sources),
    sources: sources.map(({ sourceId, path, member, absolutePath }) => ({ sourceId, path, member, absolutePath })),
    firstTimeNs: extreme(
      sources.map((source) => source.firstTimeNs),
      (a, b) => a < b,
    ),
    lastTimeNs: extreme(
      sources.map((source) => source.lastTimeNs),
      (a, b) => a > b,
    ),
    templates: catalog.templates.count(),
    runId: catalog.runs.current()?.runId ?? null,
    partial: (await partialOf(session))?.coverage ?? null,
    scoresAreStale: catalog.areScoresStale,
    activeJobIds: jobs.active(caseId).map((job) => job.jobId),
  };
}

/** Has the home remember how much a case holds now, for the list of recent cases. */
export async function rememberCounts(session: CaseSession, home: HomeStore): Promise<CaseCounts> {
  const counts = await countCase(session);
  home.updateCounts(session.caseId, counts);
  return counts;
}

/** Share of the stored bytes of all files that is committed; 1 when nothing is pending. */
export function readShare(sources: readonly CatalogSource[]): number {
  if (sources.every((source) => source.status !== 'pending')) return 1;
  const sizeOf = (source: CatalogSource) => source.sizeBytes ?? source.account.bytesIn;
  const total = sources.reduce((sum, source) => sum + sizeOf(source), 0);
  const done = sources.reduce(
    (sum, source) => sum + (source.status === 'pending' ? source.account.bytesIn : sizeOf(source)),
    0,
  );
  return total === 0 ? 0 : Math.min(1, done / total);
}

async function countCase(session: CaseSession): Promise<CaseCounts> {
  const { catalog, dir } = session;
  const sources = catalog.sources.list();
  const { lines, events } = sources.map((source) => source.account).reduce(addAccounts, EMPTY_ACCOUNT);
  const run = catalog.runs.current();
  return {
    sizeBytes: await folderBytes(dir),
    files: sources.length,
    lines,
    events,
    incidents: run === null ? 0 : splitIncidents(session, run.runId).shown.length,
  };
}

async function folderBytes(dir: string): Promise<number> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const sizes = await Promise.all(
    files.map((file) =>
      stat(file).then(
        (info) => info.size,
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

function extreme(times: readonly (bigint | null)[], isBetter: (a: bigint, b: bigint) => boolean): bigint | null {
  return times.reduce((best, time) => (best === null || (time !== null && isBetter(time, best)) ? time : best), null);
}

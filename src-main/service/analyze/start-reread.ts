import { basename } from 'node:path';
import { ContractError } from '#shared/base/errors.ts';
import { type AnalyzeOptions, type RereadOptions, rereadOptionsSchema } from '#shared/contract/analyze-options.ts';
import type { CaseReadingOptions } from '#shared/contract/cases.ts';
import { JOB_STATES } from '#shared/contract/jobs.ts';
import type { CaseCatalog } from '../../catalog/case-catalog.ts';
import { claimCaseDir } from '../case-sessions.ts';
import { notifyCases, type ServiceContext } from '../context.ts';
import { readsOf } from './case-reads.ts';
import { mergeOverrides, storedOverrides } from './source-overrides.ts';
import { copyFormats } from '../formats/format-library.ts';
import { startAnalyze } from './start-analyze.ts';

/** What was read into the case, and how: the options of its latest reading with every override it knows. */
export function readingOfCase(catalog: CaseCatalog): CaseReadingOptions {
  const reads = readsOf(catalog, JOB_STATES);
  const sources = [...storedOverrides(catalog)];
  const options = rereadOptionsSchema.strip().parse(reads.at(-1)?.options ?? {});
  return {
    paths: [...new Set(reads.flatMap(({ paths }) => paths))],
    options: { ...options, sources: sources.length === 0 ? undefined : sources },
  };
}

/**
 * Starts reading the input of a case again into a new case beside the others.
 * @throws ContractError `contract.bad-input` when nothing was read into the case
 */
export async function startReread(
  context: ServiceContext,
  request: { readonly caseId: string; readonly options: RereadOptions },
): Promise<{ caseId: string; jobId: string }> {
  const { sessions, home } = context;
  const { paths, options, name } = await sessions.use(request.caseId, (session) => ({
    ...readingOfCase(session.catalog),
    name: session.name,
  }));
  if (paths.length === 0) {
    throw new ContractError('contract.bad-input', 'Nothing was read into this case: open the files themselves.');
  }
  const merged: AnalyzeOptions = {
    ...options,
    ...request.options,
    showsPartial: true,
    sources: mergeOverrides(options.sources ?? [], request.options.sources ?? []),
  };
  const session = await sessions.create(claimCaseDir(home.casesDir, basename(name)));
  await copyFormats(sessions.dirOf(request.caseId), session.dir);
  notifyCases(context);
  const { caseId } = session;
  return { caseId, jobId: await startAnalyze(context, { caseId, paths, options: merged }) };
}

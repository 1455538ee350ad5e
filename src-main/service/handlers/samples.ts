import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { implement } from '@orpc/server';
import { ContractError } from '#shared/base/errors.ts';
import { contract } from '#shared/contract/index.ts';
import { catalogPath } from '../../catalog/open.ts';
import { startAnalyze } from '../analyze/start-analyze.ts';
import { notifyCases, type ServiceContext } from '../context.ts';

const SAMPLE_CASE = 'sample.sentinel';

export function sampleHandlers(context: ServiceContext) {
  const os = implement(contract.samples);
  // Two windows that ask at once get the same case and job.
  let opening: ReturnType<typeof openSample> | null = null;
  return {
    open: os.open.handler(() => {
      opening ??= openSample(context).finally(() => {
        opening = null;
      });
      return opening;
    }),
  };
}

async function openSample(context: ServiceContext): Promise<{ caseId: string; jobId: string | null }> {
  const { samplePath, sessions, home, jobs } = context;
  if (samplePath === null)
    throw new ContractError('sample.not-found', 'The sample is not installed. Make it with: npm run build');
  const dir = join(home.casesDir, SAMPLE_CASE);
  const session = existsSync(catalogPath(dir)) ? await sessions.openDir(dir) : await sessions.create(dir);
  notifyCases(context);
  const [active] = jobs.active(session.caseId);
  if (active !== undefined) return { caseId: session.caseId, jobId: active.jobId };
  if (session.catalog.runs.current() !== null) return { caseId: session.caseId, jobId: null };
  const labelsPath = join(dirname(samplePath), 'labels.csv');
  const options = existsSync(labelsPath) ? { labelsPath } : {};
  const jobId = await startAnalyze(context, { caseId: session.caseId, paths: [samplePath], options });
  return { caseId: session.caseId, jobId };
}
